// The URL of a catalogue that the build has parsed (see `vite.config.ts`).
declare module '*.ftl?words' {
  const address: string;
  export default address;
}
