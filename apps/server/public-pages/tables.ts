/** Rows of `public_page`: what a person chose to show to everybody. */
export interface PublicPageTable {
  /** Random: it is the public address. */
  id: string
  bundle: string
  is_listed: boolean
  edit_token_hash: Buffer
  created_at: Date
  changed_at: Date
  expires_at: Date
}

/** Rows of `public_page_key`: whose keys a page was proven with. */
export interface PublicPageKeyTable {
  page_id: string
  did: string
}

/** The tables of public pages. */
export interface PublicPageTables {
  public_page: PublicPageTable
  public_page_key: PublicPageKeyTable
}
