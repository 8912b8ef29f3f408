import type { ApiProblem } from '../../api.ts'

/** What happened, and what to do now. */
export interface ProblemWords { readonly what: string, readonly next: string }

/** The words for each code of a refusal, in the order in which the guide for developers lists them. */
export const problemWords: Readonly<Record<string, ProblemWords>> = {
  'network/unreachable': { what: 'We could not reach the node', next: 'Nothing was lost. Check your connection, then try again.' },
  'network/not-understood': { what: 'We got an answer that we could not read', next: 'The node may be starting or busy. Wait a minute, then try again.' },
  'page/fault': { what: 'This page has a fault', next: 'Load the page again. If it happens again, tell the people who run this node.' },
  'node/fault': { what: 'Something broke on our side', next: 'It is not your doing. Try again in a minute; if it happens again, tell the people who run this node.' },
  'node/stopping': { what: 'The node is restarting', next: 'Wait a minute, then try again. Work under way goes on by itself.' },
  'page/not-built': { what: 'The pages of this node are not built', next: 'Tell the people who run this node.' },
  'request/invalid': { what: 'Something in what was sent does not fit', next: 'Look at what is named here, put it right and send it again.' },
  'request/malformed': { what: 'What was sent could not be read', next: 'Load the page again and try once more.' },
  'request/not-found': { what: 'There is nothing at this address', next: 'The address may be cut off or mistyped.' },
  'request/method-not-allowed': { what: 'This address does not take this kind of request', next: 'Look it up in the guide for developers.' },
  'request/too-large': { what: 'This is too large', next: 'Split it into smaller parts and send them one after the other.' },
  'request/media-type-unsupported': { what: 'This kind of file is not taken here', next: 'Save your list as CSV and bring it again.' },
  'request/header-too-large': { what: 'The request was too large', next: 'Clear the cookies of this site, then try again.' },
  'request/timeout': { what: 'It took too long', next: 'Your connection may be slow. Try again.' },
  'rate/exceeded': { what: 'Too many tries in a short time', next: 'This protects people’s records. Wait a few minutes, then try again.' },
  'access/login-required': { what: 'You are not signed in any more', next: 'Sign in again. What you typed on this page is lost only if you close it: open the sign-in page in a new tab.' },
  'access/credentials-wrong': { what: 'The name or the passphrase is not right', next: 'Check both, then try again. Capital letters count in the passphrase.' },
  'access/origin-refused': { what: 'This request came from another site', next: 'Open this node at its own address and try again.' },
  'access/session-required': { what: 'Only a person who is signed in can do this', next: 'Sign in; a program’s key is not enough.' },
  'access/forbidden': { what: 'You may not do this', next: 'Ask the person who runs your organisation’s desk.' },
  'access/metrics-refused': { what: 'The figures of this node are not public', next: 'Ask the people who run it.' },
  'setup/token-invalid': { what: 'This set-up link does not work any more', next: 'Each start of the node prints a new one and ends the old. Use the latest link, from # to its end.' },
  'setup/done': { what: 'This node is already set up', next: 'Sign in instead.' },
  'setup/unlock-missing': { what: 'Neither a passkey nor a passphrase came along', next: 'Choose one of them and try again.' },
  'account/login-name-taken': { what: 'This login name is taken', next: 'Choose another one.' },
  'account/passphrase-weak': { what: 'This passphrase is too easy to guess', next: 'Take four or more words that do not belong together.' },
  'account/passkey-refused': { what: 'This passkey could not be used', next: 'Try again, or use a passphrase.' },
  'organisation/not-found': { what: 'There is no such organisation here', next: 'It may have another name, or you are not one of its members.' },
  'api-key/not-found': { what: 'This key is already gone', next: 'Load the page again to see the keys that are left.' },
  'achievement/not-found': { what: 'This achievement is not here', next: 'Go back to the list of achievements and choose one.' },
  'upload/not-found': { what: 'Your list is not here any more', next: 'Bring it again. Nothing was issued from it.' },
  'job/not-found': { what: 'This job is not here', next: 'Go back to the list of jobs and choose one.' },
  'ticket/not-found': { what: 'This second claim is already closed', next: 'Load the page again to see those that are open.' },
  'claim/not-found': { what: 'There is no record at this link', next: 'The link may be cut off. Open it again from the message, or ask the organisation for a new one.' },
  'claim/already-bound': { what: 'This record has already been taken', next: 'If it was not you, tell the organisation. They can see it and make a new one for you.' },
  'claim/voided': { what: 'This record was taken back', next: 'Ask the organisation for a new link.' },
  'claim/code-wrong': { what: 'The code is not right', next: 'Check it with the organisation, then try again.' },
  'claim/code-locked': { what: 'The wrong code was given too often', next: 'The link is locked to keep the record safe. Ask the organisation to issue it anew.' },
  'csv/empty': { what: 'There is nothing in this file', next: 'Save your list as CSV with column names in the first row, then bring it again.' },
  'csv/too-large': { what: 'This list is too large', next: 'Split it in two and issue one after the other.' },
  'csv/not-text': { what: 'This is not a CSV file', next: 'In your spreadsheet choose “Save as”, then “CSV”, and bring that file.' },
  'issuer/mapping-incomplete': { what: 'No column holds the e-mail addresses', next: 'Go back to the columns and say which one it is.' },
  'issuer/mapping-out-of-range': { what: 'A column is chosen that the list does not have', next: 'Go back to the columns and look at each.' },
  'share/ended': { what: 'This link has ended', next: 'Ask the person who shared it for a new one.' },
}

const otherwise: ProblemWords = { what: 'That did not work', next: 'Nothing was changed. Try again; if it happens again, tell the people who run this node what you were doing.' }

/** The words for a refusal. An unknown code gets words that are true of every refusal. */
export const explainProblem = (problem: Pick<ApiProblem, 'code'>): ProblemWords => problemWords[problem.code] ?? otherwise
