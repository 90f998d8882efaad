// Where tests run: Node, with the code as it is compiled for browsers, so that runes are live.

export default {
  name: 'browserless',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
};
