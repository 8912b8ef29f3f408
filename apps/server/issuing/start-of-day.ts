/**
 * The midnight before, of universal time. What waits for company is said at midnight, for everybody together: said so many hours
 * after something happened to one person, it would tell the hour in which it did.
 */
export function startOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
}
