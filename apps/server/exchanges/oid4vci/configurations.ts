/** The forms of one credential that a wallet chooses from: by the name of the configuration. */
export const configurationForms = { OpenBadgeCredential: 'exchange', OpenBadgeCredentialSdJwt: 'dc+sd-jwt' } as const

/** See {@link configurationForms}. */
export type ConfigurationId = keyof typeof configurationForms

/** Tells whether a configuration of this name is offered. */
export function isConfiguration(name: string): name is ConfigurationId {
  return Object.hasOwn(configurationForms, name)
}
