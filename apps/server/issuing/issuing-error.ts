import { EverlearnedError } from 'everlearned/error'

/** A request to issue, claim or share that cannot be met as things stand; codes begin with the thing's name. */
export class IssuingError extends EverlearnedError {}

/** The thing is not there, or belongs to another organisation: the two are answered alike. */
export function notFound(thing: string): IssuingError {
  return new IssuingError(`${thing}/not-found`, `Cannot find ${thing}: there is none of this id here`)
}

/** While a claim is suspended nothing is handed out for it. @throws IssuingError `claim/suspended` */
export function refuseSuspended({ suspended_at: suspendedAt }: { readonly suspended_at: Date | null }): void {
  if (suspendedAt !== null) throw new IssuingError('claim/suspended', 'Cannot hand out anything: the issuer has suspended this claim')
}
