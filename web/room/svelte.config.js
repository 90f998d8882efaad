import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  // Rules go to the stylesheet: the content policy allows no injected style element.
  compilerOptions: { runes: true, css: 'external' },
};
