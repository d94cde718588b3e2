import { isMetaError, type MetaError } from '#simulator/errors.ts'
import {
  DONE,
  type GraphCall,
  paged,
  param,
  type Reply,
  select,
  unknownMethod,
} from '#simulator/graph-call.ts'
import { tellTemplate } from '#simulator/notices.ts'
import { keep, later, publishWorld, type Sim, worldNow } from '#simulator/sim.ts'
import { checkNewTemplate } from '#simulator/template-rules.ts'
import type { Template } from '#simulator/template-seed.ts'
import { digits } from '#simulator/wamid.ts'
import { isWire, objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'
import type { World } from '#simulator/world.ts'
import languages from './data/template-languages.json' with { type: 'json' }

const TEMPLATES_MAX = 250
const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION']
const DEFAULTS = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id']
const REVIEW_TIMER_MAX = 3_600_000
/** Ids in one `DELETE`. */
const DELETE_MAX = 100

/** `/{waba}/message_templates`: list, create, delete. */
export function templatesEdge(sim: Sim, world: World, call: GraphCall): Reply {
  review(sim, world)
  switch (call.method) {
    case 'GET':
      return listTemplates(sim, world, call)
    case 'POST':
      return createTemplate(sim, world, call)
    case 'DELETE':
      return deleteTemplates(sim, world, call)
    default:
      return unknownMethod(call)
  }
}

/** `/{template-id}`: read and edit. */
export function templateNode(sim: Sim, world: World, template: Template, call: GraphCall): Reply {
  review(sim, world)
  if (call.method === 'GET') return select(call, 'MessageTemplate', nodeOf(sim, template), DEFAULTS)
  if (call.method !== 'POST') return unknownMethod(call)
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) return { code: 100, subcode: 2388039 }
  const components = componentsOf(call.body.components) ?? template.components
  const said = param(call, 'parameter_format').toUpperCase()
  const format = said === 'NAMED' || said === 'POSITIONAL' ? said : template.format
  const error = checkNewTemplate({ ...template, components, format })
  if (error) return error
  template.components = components
  template.format = format
  const ttl = ttlOf(call)
  if (ttl !== undefined) template.ttl = ttl
  const category = param(call, 'category').toUpperCase()
  if (template.status !== 'APPROVED' && CATEGORIES.includes(category)) template.category = category
  toReview(sim, world, template)
  return DONE
}

/** Meta decides what is due by the world's clock: approved, or rejected for the reason of the world; told by webhook. */
export function review(sim: Sim, world: World): void {
  const now = worldNow(sim, world)
  const due = world.templates.filter(({ reviewAt }) => reviewAt !== null && reviewAt <= now)
  for (const template of due) {
    const { reviewReason = 'NONE' } = world
    template.status = reviewReason === 'NONE' ? 'APPROVED' : 'REJECTED'
    template.rejectedReason = reviewReason
    template.reviewAt = null
    template.quality = 'UNKNOWN'
    tellTemplate(sim, world, template)
  }
  if (due.length === 0) return
  keep(sim, world)
  publishWorld(sim, world)
}

/** Looks again when the next review is due; called at start and after every change of the clock. */
export function awaitReview(sim: Sim, world: World): void {
  const waits = world.templates.flatMap(({ reviewAt }) =>
    reviewAt === null ? [] : [reviewAt - worldNow(sim, world)],
  )
  if (waits.length === 0) return
  later(sim, Math.min(REVIEW_TIMER_MAX, Math.max(0, Math.min(...waits))), () => {
    review(sim, world)
    awaitReview(sim, world)
  })
}

function toReview(sim: Sim, world: World, template: Template): void {
  template.status = 'PENDING'
  template.reviewAt = worldNow(sim, world) + world.reviewAfter
  keep(sim, world)
  publishWorld(sim, world)
  awaitReview(sim, world)
}

function listTemplates(sim: Sim, world: World, call: GraphCall): Reply {
  const wanted = (name: string) =>
    param(call, name)
      .replace(/[[\]"]/g, '')
      .split(',')
      .filter((one) => one !== '')
  const name = param(call, 'name')
  const [status, language, category] = [wanted('status'), wanted('language'), wanted('category')]
  const kept = world.templates.filter(
    (template) =>
      template.name.includes(name) &&
      (status.length === 0 || status.includes(template.status)) &&
      (language.length === 0 || language.includes(template.language)) &&
      (category.length === 0 || category.includes(template.category)),
  )
  const nodes: Wire[] = []
  for (const template of kept) {
    const node = select(call, 'MessageTemplate', nodeOf(sim, template), DEFAULTS)
    if (isMetaError(node)) return node
    nodes.push(node)
  }
  return paged(call, nodes, `${sim.base}/graph/${world.wabaId}/message_templates`)
}

function createTemplate(sim: Sim, world: World, call: GraphCall): Reply {
  const name = param(call, 'name')
  const language = param(call, 'language')
  const category = param(call, 'category').toUpperCase()
  const components = componentsOf(call.body.components)
  const head = checkHead({ name, language, category, components })
  if (head) return head
  if (world.templates.some((one) => one.name === name && one.language === language)) {
    return {
      code: 100,
      subcode: 2388024,
      message: 'Invalid parameter',
      userTitle: 'Content in This Language Already Exists',
      userMessage: `There is already ${language} content for this template. You can create a new template and try again.`,
    }
  }
  if (world.templates.length >= TEMPLATES_MAX)
    return { code: 100, subcode: 2388019, message: 'Message template limit exceeded' }
  const ttl = ttlOf(call)
  const template: Template = {
    id: digits(15, sim.options.random),
    name,
    language,
    category,
    format: param(call, 'parameter_format').toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: components ?? [],
    status: 'PENDING',
    quality: 'UNKNOWN',
    rejectedReason: 'NONE',
    reviewAt: null,
    ...(ttl !== undefined && { ttl }),
  }
  const error = checkNewTemplate(template)
  if (error) return error
  world.templates.push(template)
  toReview(sim, world, template)
  return { id: template.id, status: template.status, category }
}

type Head = {
  readonly name: string
  readonly language: string
  readonly category: string
  readonly components: readonly Wire[] | null
}

function checkHead({ name, language, category, components }: Head): MetaError | null {
  if (name === '') return { code: 100, message: 'The parameter name is required.' }
  if (!/^[a-z0-9_]{1,512}$/.test(name)) {
    return {
      code: 100,
      message: 'Invalid parameter',
      subcode: 2388042,
      userTitle: 'Invalid template name',
      userMessage: 'Message template name can only have lowercase letters, numbers and underscores.',
    }
  }
  if (!languages.codes.includes(language))
    return { code: 100, message: 'Param language is not a supported language.' }
  if (!CATEGORIES.includes(category))
    return { code: 100, message: `Param category must be one of {${CATEGORIES.join(', ')}}` }
  return components ? null : { code: 100, message: 'The parameter components is required.' }
}

function componentsOf(value: unknown): readonly Wire[] | null {
  const list = typeof value === 'string' ? parsed(value) : value
  return Array.isArray(list) && list.every(isWire) ? list : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no JSON is no list
  }
}

/** By name in every language, by name and `hsm_id` in one, or by `hsm_ids`: all of them or none. */
function deleteTemplates(sim: Sim, world: World, call: GraphCall): Reply {
  const name = param(call, 'name')
  const id = param(call, 'hsm_id')
  const list = call.body.hsm_ids ?? call.query.hsm_ids
  const ids = list === undefined ? null : idsOf(typeof list === 'string' ? parsed(list) : list)
  if (ids && (ids.length === 0 || ids.length > DELETE_MAX || name !== '' || id !== ''))
    return { code: 100, message: 'Param hsm_ids is not valid.' }
  if (!ids && name === '') return { code: 100, message: 'The parameter name is required.' }
  const gone = world.templates.filter((template) =>
    ids ? ids.includes(template.id) : template.name === name && (id === '' || template.id === id),
  )
  if (gone.length < (ids?.length ?? 1)) {
    return { code: 100, subcode: 2593002, message: 'Message Template Not Found' }
  }
  world.templates = world.templates.filter((template) => !gone.includes(template))
  keep(sim, world)
  publishWorld(sim, world)
  return DONE
}

function idsOf(list: unknown): string[] {
  return Array.isArray(list) ? [...new Set(list.map(textOf))] : []
}

function ttlOf(call: GraphCall): number | undefined {
  const said = param(call, 'message_send_ttl_seconds')
  return /^-?\d{1,9}$/.test(said) ? Number(said) : undefined
}

/** Components as Meta shows them: samples by an address of its own, which no submission takes again. */
function shownAt(base: string, components: readonly Wire[]): Wire[] {
  return components.map((component) => {
    const cards = component.cards
    if (Array.isArray(cards)) {
      return {
        ...component,
        cards: objectsOf(cards).map((card) => ({
          ...card,
          components: shownAt(base, objectsOf(card.components)),
        })),
      }
    }
    const example = objectOf(component.example)
    if (!Array.isArray(example.header_handle)) return component
    const address = (handle: unknown) => `${base}/lookaside/samples/${encodeURIComponent(textOf(handle))}`
    return { ...component, example: { ...example, header_handle: example.header_handle.map(address) } }
  })
}

function nodeOf(sim: Sim, template: Template): Wire {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    previous_category: undefined,
    correct_category: undefined,
    sub_category: undefined,
    components: shownAt(sim.base, template.components),
    parameter_format: template.format,
    quality_score: { score: textOf(template.quality) },
    rejected_reason: template.rejectedReason,
    message_send_ttl_seconds: template.ttl,
    last_updated_time: undefined,
  }
}
