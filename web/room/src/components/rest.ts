// Guards against double taps: a control that has just taken the place of another one takes no press, because
// the finger was on its way to the former one.

/** Milliseconds: longer than the gap of a double tap. */
export const REST = 800;

/** What a button does: its words without counts and seconds, and the step that it leaves. */
const meaning = ({ textContent, dataset }: HTMLElement): string =>
  textContent.replace(/\d/g, '') + (dataset['step'] ?? '');

/** Attach to an element: each button in it rests after it appeared and after its meaning changed. */
export function rest(container: HTMLElement): () => void {
  const meanings = new WeakMap<HTMLElement, string>();
  const check = (): void => {
    for (const button of container.querySelectorAll('button')) {
      const now = meaning(button);
      if (meanings.get(button) === now) continue;
      meanings.set(button, now);
      // It keeps the focus, unlike a disabled one.
      button.setAttribute('aria-disabled', 'true');
      setTimeout(() => {
        if (meanings.get(button) === now) button.removeAttribute('aria-disabled');
      }, REST);
    }
  };
  const observer = new MutationObserver(check);
  observer.observe(container, {
    childList: true,
    subtree: true,
    characterData: true,
    attributeFilter: ['data-step'],
  });
  check();
  const press = (event: Event): void => {
    if ((event.target as Element).closest('[aria-disabled]')) event.stopPropagation();
  };
  container.addEventListener('click', press, true);
  return () => {
    observer.disconnect();
    container.removeEventListener('click', press, true);
  };
}
