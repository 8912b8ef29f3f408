import { EverlearnedError } from '../../error.ts'

/** What a registry said cannot be used; codes begin with `registry/`. */
export class RegistryError extends EverlearnedError {
  /** Whether the question is open because the registry could not be asked or read, rather than refused because of what it said. */
  readonly isOpen: boolean

  constructor(code: string, message: string, isOpen: boolean, options?: ErrorOptions) {
    super(code, message, options)
    this.isOpen = isOpen
  }
}

/** An answer that must not be believed. */
export function refusedAnswer(code: string, state: string, options?: ErrorOptions): RegistryError {
  return new RegistryError(`registry/${code}`, `Cannot use registry: ${state}`, false, options)
}

/** An answer that could not be had. */
export function missingAnswer(code: string, state: string, options?: ErrorOptions): RegistryError {
  return new RegistryError(`registry/${code}`, `Cannot ask registry: ${state}`, true, options)
}
