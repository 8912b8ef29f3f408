import type { VNode } from 'preact'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { achievements as words } from '../../messages/achievements.ts'
import type { AlignmentForm } from './achievement-form.ts'

interface AlignmentFieldsProps {
  readonly alignments: readonly AlignmentForm[]
  readonly faultOf: (field: string) => string | undefined
  readonly onChange: (alignments: readonly AlignmentForm[]) => void
}

/** The skills of others' lists that an achievement covers: none, one or several. */
export function AlignmentFields({ alignments, faultOf, onChange }: AlignmentFieldsProps): VNode {
  const change = (index: number, part: Partial<AlignmentForm>): void => onChange(alignments.map((one, at) => (at === index ? { ...one, ...part } : one)))
  return (
    <section class="stack">
      <div class="stack stack-tight"><h2>{words.alignments}</h2><p class="quiet">{words.alignmentsHint}</p></div>
      {alignments.map((alignment, index) => (
        <fieldset key={index} class="card stack">
          <legend class="hidden-text">{words.alignment(index + 1)}</legend>
          <TextField id={`targetName-${index}`} label={words.targetName} value={alignment.targetName} onValue={(targetName) => change(index, { targetName })} fault={faultOf(`targetName-${index}`)} max={200} />
          <TextField id={`targetUrl-${index}`} label={words.targetUrl} type="url" value={alignment.targetUrl} onValue={(targetUrl) => change(index, { targetUrl })} fault={faultOf(`targetUrl-${index}`)} max={2000} />
          <TextField label={words.targetFramework} value={alignment.targetFramework} onValue={(targetFramework) => change(index, { targetFramework })} isOptional max={200} />
          <div><Button icon="close" onPress={() => onChange(alignments.filter((_, at) => at !== index))}>{words.removeAlignment(alignment.targetName)}</Button></div>
        </fieldset>
      ))}
      <div><Button icon="plus" onPress={() => onChange([...alignments, { targetName: '', targetUrl: '', targetFramework: '' }])}>{words.addAlignment}</Button></div>
    </section>
  )
}
