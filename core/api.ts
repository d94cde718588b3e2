import { broadcastApi } from '#core/broadcast/api.ts'
import { segmentApi } from '#core/broadcast/segment-api.ts'
import { chatApi } from '#core/chat/api.ts'
import { cannedApi } from '#core/chat/canned-api.ts'
import { manyApi } from '#core/chat/many-api.ts'
import { searchApi } from '#core/chat/search-api.ts'
import { contactApi } from '#core/contact/api.ts'
import { flowApi } from '#core/flow/api.ts'
import { commentApi } from '#core/flow/comment/api.ts'
import { sequenceApi } from '#core/flow/sequence-api.ts'
import { trialApi } from '#core/flow/trial-api.ts'
import { triggerApi } from '#core/flow/trigger-api.ts'
import { policyApi } from '#core/policy/api.ts'
import { whatsappApi } from '#core/whatsapp/api.ts'
import { doctorApi } from '#core/whatsapp/doctor/api.ts'
import { numberApi } from '#core/whatsapp/number/api.ts'
import { ownNumberApi } from '#core/whatsapp/number/own-api.ts'
import { recipientApi } from '#core/whatsapp/number/recipient-api.ts'
import { oauthApi } from '#core/whatsapp/oauth-api.ts'
import { setupApi } from '#core/whatsapp/setup-api.ts'
import { templateApi } from '#core/whatsapp/template/api.ts'
import { verificationApi } from '#core/whatsapp/verification-api.ts'
import { accountApi } from '#core/workspace/account-api.ts'
import { workspaceApi } from '#core/workspace/api.ts'
import { teamApi } from '#core/workspace/team-api.ts'

/** Every door of the house. The server answers it, the web calls it, OpenAPI prints it. */
export const api = {
  workspace: { ...workspaceApi, ...accountApi, ...teamApi },
  template: templateApi,
  whatsapp: {
    ...whatsappApi,
    ...setupApi,
    ...oauthApi,
    ...numberApi,
    ...ownNumberApi,
    ...recipientApi,
    ...doctorApi,
    ...verificationApi,
  },
  contact: contactApi,
  chat: { ...chatApi, ...cannedApi, ...manyApi, ...searchApi },
  policy: policyApi,
  flow: { ...flowApi, ...triggerApi, ...sequenceApi },
  trial: trialApi,
  comment: commentApi,
  broadcast: { ...broadcastApi, ...segmentApi },
}
