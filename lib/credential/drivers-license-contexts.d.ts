declare module '@digitalbazaar/vdl-context' {
  export const CONTEXT: object
}
declare module '@digitalbazaar/vdl-aamva-context' {
  export const CONTEXT: object
}
