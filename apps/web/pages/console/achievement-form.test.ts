import { describe, expect, it } from 'vitest'
import { draftOf, emptyForm, faultsOf, formOf, type AchievementForm } from './achievement-form.ts'

const whole: AchievementForm = { ...emptyForm, name: ' Forklift ', description: 'Drives.', criteria: 'Two tests.' }
const fieldsOf = (form: AchievementForm): readonly string[] => faultsOf(form).map(({ field }) => field)

describe('faultsOf()', () => {
  it('asks for name, description and criteria, and for nothing else', () => {
    expect(fieldsOf(emptyForm)).toEqual(['name', 'description', 'criteria'])
    expect(fieldsOf(whole)).toEqual([])
  })

  it.each(['', '0', '-3', '2.5', '1201', 'two'])('refuses %j as months, only when it expires', (months) => {
    expect(fieldsOf({ ...whole, validity: 'months', months })).toEqual(['months'])
    expect(fieldsOf({ ...whole, validity: 'never', months })).toEqual([])
  })

  it.each(['', 'onetonline.org', 'javascript:alert(1)', 'data:text/html,x'])('refuses %j as the address of a skill', (targetUrl) => {
    expect(fieldsOf({ ...whole, alignments: [{ targetName: 'Driving', targetUrl, targetFramework: '' }] })).toEqual(['targetUrl-0'])
  })
})

describe('draftOf()', () => {
  it('trims what was typed and leaves out what was not', () => {
    const alignments = [{ targetName: ' Driving ', targetUrl: 'https://example.org/1', targetFramework: ' ' }]
    expect(draftOf({ ...whole, alignments })).toEqual({
      name: 'Forklift', description: 'Drives.', criteria: 'Two tests.', achievementType: 'Certificate', validityMonths: null,
      alignments: [{ targetName: 'Driving', targetUrl: 'https://example.org/1' }],
    })
  })

  it('gives back the achievement that the editor opened', () => {
    const achievement = { ...draftOf({ ...whole, validity: 'months', months: '36' }), id: 'a' }
    expect(draftOf(formOf(achievement))).toEqual({ ...achievement, id: undefined })
  })
})
