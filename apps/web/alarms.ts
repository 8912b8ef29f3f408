import { signal } from '@preact/signals'

/** How many alarms the network has, once somebody at the desk has asked. */
export const alarmCount = signal(0)
