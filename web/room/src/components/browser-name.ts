// Which browser this is, as far as its settings for microphones differ. Only shown, never sent.

export type BrowserName =
  'chrome' | 'chrome_android' | 'firefox' | 'firefox_android' | 'safari' | 'safari_ios' | 'other';

/** From the user agent. Other browsers of one engine have the same settings, under other names. */
export function browserName(agent: string): BrowserName {
  // Every browser of iOS has the settings of the system.
  if (/iPhone|iPad|iPod/.test(agent))
    return /CriOS|FxiOS|EdgiOS/.test(agent) ? 'other' : 'safari_ios';
  const android = agent.includes('Android');
  if (agent.includes('Firefox/')) return android ? 'firefox_android' : 'firefox';
  if (agent.includes('Chrome/')) return android ? 'chrome_android' : 'chrome';
  return agent.includes('Safari/') ? 'safari' : 'other';
}
