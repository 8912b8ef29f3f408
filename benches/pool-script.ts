/** The script of the threads that are timed. */
import { answerBatches } from 'everlearned/node'
import { openTasks } from './pool-tasks.ts'

answerBatches(openTasks)
