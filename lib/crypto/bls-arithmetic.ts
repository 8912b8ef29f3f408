/**
 * What BBS needs of BLS12-381: points of G1 as one implementation holds them, their sums, and the check that two pairings are one.
 * There is {@link plainArithmetic} for every platform; another may be faster, and answers the same.
 */
export interface BlsArithmetic<Point = unknown> {
  /**
   * Untrusted: the bytes. A point of the group other than zero in its one compressed form (48 bytes).
   *
   * @throws Error for all others
   */
  read(bytes: Uint8Array<ArrayBuffer>): Point
  /** Compressed forms. All at once: part of the work is done once for all of them. */
  write(points: readonly Point[]): readonly Uint8Array<ArrayBuffer>[]
  add(left: Point, right: Point): Point
  /** As often as a secret number says, other than zero: in as many steps whatever it is. */
  multiply(point: Point, secret: bigint): Point
  /** Each point as often as its number says, all added up. Time may tell about the numbers. */
  sum(points: readonly Point[], times: readonly bigint[]): Point
  /** The same over the first of the bases that are the same for all signatures ({@link basesFor}); in turns when it takes long. */
  sumOfBases(times: readonly bigint[]): Promise<Point>
  /** Whether e(left, key) is e(right, BP2). */
  arePaired(left: Point, key: BlsKey, right: Point): boolean
}

/** A public key that was found to be a point of G2. */
export interface BlsKey {
  readonly bytes: Uint8Array<ArrayBuffer>
}
