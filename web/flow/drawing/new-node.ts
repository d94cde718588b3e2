import type { FlowNode, NodeKind } from '#core/flow/definition.ts'

const EMPTY = { name: '', next: {} }

/** A step of that kind as it is when it is added: complete in form, still without words. */
export function newNode(kind: NodeKind, freshId: () => string): FlowNode {
  switch (kind) {
    case 'start':
      return { kind, ...EMPTY, keywords: [], match: 'whole', welcome: false, fallback: false }
    case 'message':
      return { kind, ...EMPTY, text: '', buttons: [] }
    case 'template':
      return { kind, ...EMPTY, body: [], buttons: [], cards: [] }
    case 'question':
      return { kind, ...EMPTY, text: '', answer: 'text', options: [], retries: 2, retryText: '', skip: [] }
    case 'condition':
      return {
        kind,
        ...EMPTY,
        when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }] },
      }
    case 'action':
      return { kind, ...EMPTY, actions: [] }
    case 'handover':
      return { kind, ...EMPTY, text: '', note: '' }
    case 'wait':
      return { kind, ...EMPTY, wait: { kind: 'for', length: { amount: 1, unit: 'hour' } } }
    case 'email':
      return { kind, ...EMPTY, to: '', subject: '', text: '' }
    case 'http':
      return {
        kind,
        ...EMPTY,
        ...{ method: 'GET', url: '', headers: [], body: '', bodyType: 'json', seconds: 10, map: [] },
      }
    case 'foreach':
      return { kind, ...EMPTY, over: { kind: 'field' }, as: 'daftar', rounds: 20 }
    case 'goto':
    case 'subflow':
      return { kind, ...EMPTY }
    case 'split':
      return {
        kind,
        ...EMPTY,
        branches: [
          { id: freshId(), title: 'A', weight: 50 },
          { id: freshId(), title: 'B', weight: 50 },
        ],
      }
  }
}
