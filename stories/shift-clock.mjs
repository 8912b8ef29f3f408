/** Loaded before a program of a story: its clock is ahead by LER_STORY_CLOCK_AHEAD milliseconds. */
const ahead = Number(process.env.LER_STORY_CLOCK_AHEAD ?? '0')
const Clock = Date

globalThis.Date = class Date extends Clock {
  constructor(...given) {
    super(...(given.length === 0 ? [Clock.now() + ahead] : given))
  }

  static now() {
    return Clock.now() + ahead
  }
}
