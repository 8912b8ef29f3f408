import type { ComponentChildren, VNode } from 'preact'
import { useId } from 'preact/hooks'
import { form } from '../messages/form.ts'
import { Icon } from './icon.tsx'

interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong with what was typed, which stays in the field. */
  readonly fault?: string | undefined
  readonly isOptional?: boolean | undefined
  /** The element's id, when a summary of faults links to it. */
  readonly id?: string | undefined
}

interface Described { readonly id: string, readonly 'aria-describedby': string | undefined, readonly 'aria-invalid': boolean | undefined }

function Field({ label, hint, fault, isOptional, id, children }: FieldProps & { readonly children: (described: Described) => ComponentChildren }): VNode {
  const ownId = useId()
  const fieldId = id ?? ownId
  const describedBy = [hint !== undefined && `${fieldId}-hint`, fault !== undefined && `${fieldId}-fault`].filter(Boolean).join(' ')
  return (
    <div class={`field ${fault === undefined ? '' : 'field-faulty'}`}>
      <label for={fieldId}>{label}{isOptional === true && <span class="optional"> {form.optional}</span>}</label>
      {hint !== undefined && <p class="hint" id={`${fieldId}-hint`}>{hint}</p>}
      {fault !== undefined && <p class="fault" id={`${fieldId}-fault`}><Icon name="alert" />{fault}</p>}
      {children({ id: fieldId, 'aria-describedby': describedBy === '' ? undefined : describedBy, 'aria-invalid': fault === undefined ? undefined : true })}
    </div>
  )
}

interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly type?: 'text' | 'email' | 'url' | 'password' | 'number' | 'date' | undefined
  readonly name?: string | undefined
  readonly autoComplete?: string | undefined
  readonly isShort?: boolean | undefined
  readonly max?: number | undefined
}

/** One line of text. */
export function TextField({ value, onValue, type = 'text', name, autoComplete, isShort, max, ...field }: TextFieldProps): VNode {
  return (
    <Field {...field}>
      {(described) => (
        <input {...described} class={`input ${isShort === true ? 'input-short' : ''}`} type={type === 'number' ? 'text' : type} inputMode={type === 'number' ? 'numeric' : undefined}
          name={name} value={value} autoComplete={autoComplete ?? 'off'} maxLength={max} spellcheck={type === 'text'} onInput={(event) => onValue(event.currentTarget.value)} />
      )}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea({ value, onValue, name, rows = 5, max, isReadOnly, ...field }: FieldProps & { readonly value: string, readonly onValue: (value: string) => void, readonly name?: string, readonly rows?: number, readonly max?: number, readonly isReadOnly?: boolean }): VNode {
  return (
    <Field {...field}>
      {(described) => <textarea {...described} class="input" name={name} rows={rows} maxLength={max} readOnly={isReadOnly} dir={isReadOnly === true ? 'ltr' : undefined} value={value} onInput={(event) => onValue(event.currentTarget.value)} />}
    </Field>
  )
}

/** One of a list of choices, each with its value and its words. */
export interface Choice<Value extends string> { readonly value: Value, readonly label: string, readonly hint?: string | undefined }

/** One of many: the browser's own list. */
export function SelectField<Value extends string>({ value, onValue, choices, name, ...field }: FieldProps & { readonly value: Value, readonly onValue: (value: Value) => void, readonly choices: readonly Choice<Value>[], readonly name?: string }): VNode {
  return (
    <Field {...field}>
      {(described) => (
        <select {...described} class="input" name={name} value={value} onChange={(event) => { const chosen = choices[event.currentTarget.selectedIndex]; if (chosen !== undefined) onValue(chosen.value) }}>
          {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
        </select>
      )}
    </Field>
  )
}

interface RadioFieldProps<Value extends string> extends FieldProps {
  readonly name: string
  readonly value: Value | undefined
  readonly onValue: (value: Value) => void
  readonly choices: readonly Choice<Value>[]
}

/** One of a few, all in sight. */
export function RadioField<Value extends string>({ label, hint, fault, id, name, value, onValue, choices }: RadioFieldProps<Value>): VNode {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <fieldset class={`field ${fault === undefined ? '' : 'field-faulty'}`} id={fieldId} tabIndex={-1}>
      <legend>{label}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {fault !== undefined && <p class="fault"><Icon name="alert" />{fault}</p>}
      <div class="stack stack-tight">
        {choices.map((choice) => (
          <label class="choice choice-card" key={choice.value}>
            <input type="radio" name={name} value={choice.value} checked={choice.value === value} onChange={() => onValue(choice.value)} />
            <span class="choice-name">{choice.label}</span>
            {choice.hint !== undefined && <span class="hint">{choice.hint}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** A yes or a no. */
export function CheckField({ label, hint, isChecked, onChange }: { readonly label: string, readonly hint?: string | undefined, readonly isChecked: boolean, readonly onChange: (isChecked: boolean) => void }): VNode {
  return (
    <div class="field">
      <label class="choice">
        <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.currentTarget.checked)} />
        <span class="choice-name">{label}</span>
        {hint !== undefined && <span class="hint">{hint}</span>}
      </label>
    </div>
  )
}
