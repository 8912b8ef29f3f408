/** One thing that was refused: a line of a file, or a document. The message holds nothing of the cell. */
export interface IssueError {
  /** `line 12`, or the name of a file. */
  readonly source: string
  readonly line: number | null
  readonly field: string | null
  readonly code: string
  readonly message: string
}

/** What became of everything that was to be issued. */
export interface IssueReport {
  readonly isDryRun: boolean
  readonly folder: string | null
  readonly counts: { readonly issued: number; readonly alreadyIssued: number; readonly refused: number; readonly duplicates: number }
  /** The file that holds all credentials, one a line. */
  readonly file?: string
  /** One for each credential: where it came from and the file it is in; none where one file holds all. */
  readonly credentials: readonly { readonly source: string; readonly line: number | null; readonly file: string }[]
  readonly errors: readonly IssueError[]
  /** The file that says whose credential is whose. */
  readonly claims?: string
  /** Of a node: the job that issues. */
  readonly job?: string
}
