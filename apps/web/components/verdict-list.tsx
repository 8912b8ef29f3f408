import type { VNode } from 'preact'
import type { Report } from 'everlearned/verifier'
import type { JudgedCredential } from '../judge.ts'
import { verify } from '../messages/verify.ts'
import type { Answer } from './answer.ts'
import { headlineOf } from './headline.ts'
import { Icon, type IconName } from './icon.tsx'
import './verdict-report.css'

const iconOf: Readonly<Record<Answer, IconName>> = { yes: 'check', no: 'close', unknown: 'question', 'not-asked': 'minus' }

/** Several records at one look, before each is told at length: what it is, the verdict in one line, and its level. */
export function VerdictList({ reports, credentials, onShow }: { readonly reports: readonly Report[]; readonly credentials: readonly JudgedCredential[]; readonly onShow: (index: number) => void }): VNode {
  return (
    <ol class="parts" aria-label={verify.atOnce(reports.length)}>
      {reports.map((report, index) => {
        const { answer, title } = headlineOf(report)
        return (
          <li key={index} class={`part part-short verdict-${answer}`}>
            <span class="verdict-mark"><Icon name={iconOf[answer]} /></span>
            <span class="part-line">
              <span><button type="button" class="button-link part-show" onClick={() => onShow(index)}><bdi>{credentials[index]?.name ?? verify.unnamed}</bdi></button></span>
              <span class="verdict-word">{title}</span>
              <span class="quiet small">{verify.levels[report.level]}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
