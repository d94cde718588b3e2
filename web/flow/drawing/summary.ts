import type { FieldType } from '#core/contact/field/value.ts'
import { blockChoices, blocksOf } from '#core/flow/block/form.ts'
import type { Comparison } from '#core/flow/compare.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { Action } from '#core/flow/nodes/action.ts'
import type { Rule } from '#core/flow/rule.ts'
import { blockLabel, blockWords } from '#web/flow/block/label.ts'
import { sayClock } from '#web/flow/control/clock.ts'
import { lengthOf } from '#web/flow/drawing/exits.ts'
import type { Key, Words } from '#web/flow/model/words.ts'

/** One key line of a card: what it is, and its value; `flow`: the id of another flow, which is shown by its name. */
export type Line = { readonly label: string; readonly value: string; readonly flow?: string }

/** Lines that a card shows of a long list; the last one counts the rest. */
const LINES_MAX = 4

/** What a step says to the customer; empty when it says nothing. */
export function sayingOf(node: FlowNode): string {
  if (node.kind === 'template') return node.template?.body.text ?? ''
  return node.kind === 'message' || node.kind === 'question' || node.kind === 'handover' ? node.text : ''
}

/** The key lines of a step's card. */
export function linesOf(node: FlowNode, words: Words): readonly Line[] {
  switch (node.kind) {
    case 'start':
      return startLines(node, words)
    case 'message':
      return messageLines(node, words)
    case 'template':
      return node.template ? [{ label: words('line.template'), value: node.template.name }] : []
    case 'question':
      return questionLines(node, words)
    case 'condition': {
      const rules = node.when.groups.flatMap((group) => group.rules)
      return cut(
        rules.map((rule, at) => ruleLine(rule, at, node.when.groups[0]?.match ?? 'all', words)),
        words,
      )
    }
    case 'action':
      return cut(
        node.actions.map((action) => actionLine(action, words)),
        words,
      )
    case 'wait':
      return [waitLine(node.wait, words)]
    case 'email':
      return cut(
        [
          { label: words('email.to'), value: node.to },
          { label: words('email.subject'), value: oneLine(node.subject) },
        ],
        words,
      )
    case 'http':
      return httpLines(node, words)
    case 'foreach':
      return [{ label: words('line.each'), value: overText(node.over) }]
    case 'subflow':
      return cut([...flowLines(node, words), ...callLines(node, words)], words)
    case 'goto':
      return flowLines(node, words)
    case 'handover':
      return node.note ? [{ label: words('line.note'), value: oneLine(node.note) }] : []
    default:
      return []
  }
}

type Of<Kind extends FlowNode['kind']> = Extract<FlowNode, { kind: Kind }>

function startLines(node: Of<'start'>, words: Words): readonly Line[] {
  const lines: Line[] = []
  if (node.keywords.length > 0) lines.push({ label: words('line.keywords'), value: node.keywords.join(', ') })
  if (node.welcome) lines.push({ label: words('line.when'), value: words('line.welcome') })
  if (node.fallback) lines.push({ label: words('line.when'), value: words('line.fallback') })
  if (node.ads) lines.push({ label: words('also.ads'), value: node.ads.join(', ') || '✓' })
  if (node.tags?.length) lines.push({ label: words('also.tags'), value: node.tags.join(', ') })
  if (node.fields?.length) lines.push({ label: words('also.fields'), value: node.fields.join(', ') })
  if (node.events?.length) lines.push({ label: words('also.events'), value: node.events.join(', ') })
  if (node.schedule) lines.push({ label: words('also.schedule'), value: scheduleLine(node.schedule, words) })
  return lines.length > 0 ? lines : [{ label: words('line.when'), value: words('row.noTrigger') }]
}

function scheduleLine({ days, at }: NonNullable<Of<'start'>['schedule']>, words: Words): string {
  return `${days.map((day) => words(dayKey(day))).join(', ')} ${sayClock(at, words)}`
}

function messageLines(node: Of<'message'>, words: Words): readonly Line[] {
  const lines: Line[] = []
  if (node.location) {
    const { latitude, longitude, name } = node.location
    lines.push({ label: words('line.location'), value: name || `${latitude}, ${longitude}` })
  }
  if (node.contact) lines.push({ label: words('block.contact'), value: node.contact.name })
  if (node.list) lines.push({ label: words('line.list'), value: node.list.button })
  if (node.link) lines.push({ label: words('block.link'), value: node.link.label })
  for (const block of node.more ?? []) {
    lines.push({ label: words(blockLabel(block)), value: blockWords(block) })
  }
  return cut(lines, words)
}

function waitLine(wait: Of<'wait'>['wait'], words: Words): Line {
  switch (wait.kind) {
    case 'for':
      return { label: words('line.for'), value: lengthOf(wait.length, words) }
    case 'until':
      return { label: words('line.until'), value: sayClock(wait.clock, words) }
    case 'weekday':
      return {
        label: words('line.until'),
        value: `${daysText(wait.days, words)}, ${sayClock(wait.clock, words)}`,
      }
    case 'hours': {
      const { days, from, to } = wait
      const clocks = { from: sayClock(from, words), to: sayClock(to, words) }
      const value = words('rule.time.within', { days: daysText(days, words), ...clocks })
      return { label: words('line.until'), value }
    }
    case 'open':
      return { label: words('line.until'), value: words('rule.hours.open') }
    case 'date': {
      const field = wait.field === undefined ? '…' : `{{${wait.field}}}`
      const { shift } = wait
      const off = shift ? `${lengthOf(shift, words)} ${words(`wait.${shift.to}`)} ` : ''
      return { label: words('line.until'), value: off + field }
    }
  }
}

function httpLines(node: Of<'http'>, words: Words): readonly Line[] {
  const lines: Line[] = [{ label: words('line.request'), value: `${node.method} ${node.url}` }]
  if (node.map.length > 0)
    lines.push({ label: words('line.keeps'), value: node.map.map(({ field }) => `{{${field}}}`).join(' ') })
  return lines
}

function overText(over: Of<'foreach'>['over']): string {
  if (over.kind === 'formula') return oneLine(over.formula) || '…'
  return over.field === undefined ? '…' : `{{${over.field}}}`
}

function flowLines({ flow }: { readonly flow?: string | undefined }, words: Words): readonly Line[] {
  return flow === undefined ? [] : [{ label: words('line.flow'), value: '', flow }]
}

/** What a call hands over, and where its results are kept. */
function callLines({ inputs = [], outputs = [] }: Of<'subflow'>, words: Words): readonly Line[] {
  return [
    ...inputs.map(({ input, value }) => ({
      label: words('line.call'),
      value: `${input} = ${oneLine(value)}`,
    })),
    ...outputs.map(({ output, field }) => ({ label: words('line.back'), value: `{{${field}}} = ${output}` })),
  ]
}

function questionLines(node: Of<'question'>, words: Words): readonly Line[] {
  const lines: Line[] = [{ label: words('line.answer'), value: words(`answer.${node.answer}`) }]
  if (node.field) lines.push({ label: words('line.save'), value: `{{${node.field}}}` })
  return lines
}

function ruleLine(rule: Rule, at: number, match: 'all' | 'any', words: Words): Line {
  const label = at === 0 ? words('line.if') : words(match === 'all' ? 'line.and' : 'line.or')
  return { label, value: ruleText(rule, words) }
}

/** A rule of a condition as a short sentence. */
export function ruleText(rule: Rule, words: Words): string {
  switch (rule.fact) {
    case 'field': {
      const is = words(`is.${rule.is}`)
      const upTo = rule.is === 'between' ? ` – ${rule.upTo ?? ''}` : ''
      const isBare = ['filled', 'empty', 'true', 'false'].includes(rule.is)
      return isBare ? `{{${rule.field}}} ${is}` : `{{${rule.field}}} ${is} ${rule.value}${upTo}`
    }
    case 'formula':
      return oneLine(rule.formula)
    case 'tag':
      return words(`rule.tag.${rule.is}`, { tag: rule.tag })
    case 'window':
      return words(`rule.window.${rule.is}`)
    case 'time':
      return words(`rule.time.${rule.is}`, {
        days: daysText(rule.days, words),
        from: sayClock(rule.from, words),
        to: sayClock(rule.to, words),
      })
    case 'hours':
      return words(`rule.hours.${rule.is}`)
    case 'segment':
      return words(`rule.segment.${rule.is}`, { name: rule.name || '…' })
    case 'number':
      return words(`rule.number.${rule.is}`, { name: rule.name || '…' })
    case 'ad':
      return words(`rule.ad.${rule.is}`)
    case 'agent':
      return words(`rule.agent.${rule.of}.${rule.is}`, { name: rule.name || '…' })
  }
}

/** How a comparison is called: dates come before and after each other. */
export function comparisonKey(is: Comparison, type: FieldType | undefined): Key {
  const isTime = type === 'date' || type === 'datetime'
  if (isTime && is === 'more') return 'is.after'
  return isTime && is === 'less' ? 'is.before' : `is.${is}`
}

/** Weekdays in short: a run of three or more as "Sen–Sab". */
function daysText(days: readonly number[], words: Words): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  const first = sorted[0] ?? 1
  const last = sorted.at(-1) ?? 7
  const isRun = sorted.length >= 3 && last - first === sorted.length - 1
  if (isRun) return `${words(dayKey(first))}–${words(dayKey(last))}`
  return sorted.map((day) => words(dayKey(day))).join(', ')
}

const DAYS: readonly Key[] = ['day.1', 'day.2', 'day.3', 'day.4', 'day.5', 'day.6', 'day.7']

/** The short name of a weekday; 1 is Monday. */
export function dayKey(day: number): Key {
  return DAYS[day - 1] ?? 'day.1'
}

function actionLine(action: Action, words: Words): Line {
  const label = words(`do.${action.do}`)
  switch (action.do) {
    case 'setField':
      return { label, value: `${chip(action.field)} = ${oneLine(action.value)}` }
    case 'clearField':
      return { label, value: chip(action.field) }
    case 'copyField':
      return { label, value: `${chip(action.field)} = {{${action.source}}}` }
    case 'formula':
      return { label, value: `${chip(action.field)} = ${oneLine(action.formula)}` }
    case 'addNumber':
      return {
        label,
        value: `${chip(action.field)} ${action.way === 'plus' ? '+' : '−'} ${oneLine(action.by)}`,
      }
    case 'addToList':
    case 'removeFromList':
      return { label, value: `${chip(action.field)} ${oneLine(action.value)}` }
    case 'marketing':
      return { label, value: words(`marketing.${action.is}`) }
    case 'setLanguage':
      return {
        label,
        value: words(action.language === null ? 'language.workspace' : `language.${action.language}`),
      }
    case 'setZone':
      return { label, value: action.zone ?? words('language.workspace') }
    case 'addTag':
    case 'removeTag':
      return { label, value: action.tag || '…' }
    case 'event':
      return { label, value: action.event || '…' }
    case 'sequence':
      return { label, value: words(`sequence.${action.is}`) }
    case 'pauseBot':
      return { label, value: action.for ? lengthOf(action.for, words) : words('line.untilWoken') }
    case 'note':
      return { label, value: oneLine(action.text) }
    case 'assign':
      return { label, value: action.name || '…' }
    case 'notify': {
      const to = action.to === 'assigned' ? words('notify.assigned') : action.name || '…'
      return { label, value: `${to}: ${oneLine(action.text)}` }
    }
    case 'chat':
      return { label, value: words(`chat.${action.is}`) }
    case 'unassign':
    case 'resumeBot':
      return { label, value: '' }
  }
}

/** A field as a card shows it; dots while none is chosen. */
function chip(field: string): string {
  return field === '' ? '…' : `{{${field}}}`
}

function cut(lines: readonly Line[], words: Words): readonly Line[] {
  if (lines.length <= LINES_MAX) return lines
  const rest = lines.length - LINES_MAX + 1
  return [...lines.slice(0, LINES_MAX - 1), { label: '', value: words('line.more', { count: rest }) }]
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Everything of a step that a person would search for, in lower case. */
export function searchTextOf(node: FlowNode): string {
  const parts = [node.name, sayingOf(node)]
  if (node.kind === 'message') {
    for (const block of blocksOf(node)) {
      parts.push(block.text, blockWords(block), ...blockChoices(block).map(({ title }) => title))
    }
  }
  if (node.kind === 'template') parts.push(node.template?.name ?? '')
  if (node.kind === 'question') parts.push(...node.options.map((option) => option.title), node.field ?? '')
  if (node.kind === 'start') parts.push(...node.keywords)
  return parts.join('\n').toLowerCase()
}
