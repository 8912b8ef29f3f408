/** What makes a document one for the long way. The long way then decides: it may well accept it. */
export type Reason =
  /** A value that JSON does not have, or an object of a kind of its own. */
  | 'not-json'
  /** A context written into the document, or one that is not known, or that does not go with those around it. */
  | 'context'
  /** It combines more contexts for the first time than a document usually does. */
  | 'many-contexts'
  /** A name without a meaning, or with a meaning that goes unsigned. */
  | 'term-undefined'
  /** A name for maps, reversed or otherwise special properties. */
  | 'term-special'
  /** A keyword besides `@id`, `@type` and those of a text in a language. */
  | 'keyword'
  /** The same keyword under two names. */
  | 'keyword-twice'
  /** A relative or malformed address, or a label of an unnamed node. */
  | 'address'
  | 'type-malformed'
  /** A value with a type or direction of its own, or one that takes a default language. */
  | 'value'
  | 'nested-list'
  /** A node that says nothing where something must be said. */
  | 'empty-node'
  | 'text-malformed'
  | 'number'
  | 'prototype-key'
  | 'too-deep'
  | 'too-large'
  /** The same statement, from values that differ as JSON. */
  | 'said-twice'
  /** Characters whose order differs between code points and code units. */
  | 'order'
  /** Unnamed nodes that are alike and take much work to tell apart. */
  | 'alike'

/** Thrown before anything is put out: this document goes the long way. */
export class Unusual extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(`Cannot go the short way: ${reason}`)
    this.name = 'Unusual'
    this.reason = reason
  }
}
