declare module '@digitalbazaar/vc-bitstring-status-list-context' {
  export const CONTEXT: object
}
