// The address of a catalogue as the build has read it (see `vite.config.ts`).
declare module '*.ftl?words' {
  const address: string;
  export default address;
}
