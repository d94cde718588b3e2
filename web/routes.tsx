import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { isSignedOut } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { rememberSignedIn } from '#web/base/session.ts'
import { BrokenPage, MissingPage } from '#web/Lost.tsx'
import { Shell } from '#web/Shell.tsx'
import { wholly } from '#web/ui/patient.ts'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: MissingPage,
  errorComponent: BrokenPage,
  // Whoever is not signed in is led to the door by the query cache's watch on `not-signed-in`.
  beforeLoad: async ({ location }) => {
    const ask = orpc.workspace.me.queryOptions({ staleTime: Number.POSITIVE_INFINITY })
    const me = await queryClient.ensureQueryData(ask).catch(waitForDoor)
    rememberSignedIn()
    if (!me.workspace && location.pathname !== '/mulai') throw redirect({ to: '/mulai' })
  },
})

const page = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component })

const inbox = lazyRouteComponent(
  wholly(() => import('#web/chat/InboxPage.tsx')),
  'InboxPage',
)
const contacts = lazyRouteComponent(
  wholly(() => import('#web/contact/ContactsPage.tsx')),
  'ContactsPage',
)

const template = lazyRouteComponent(
  wholly(() => import('#web/whatsapp/TemplatePage.tsx')),
  'TemplatePage',
)

const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/home' })
    },
  }),
  page(
    '/home',
    lazyRouteComponent(
      wholly(() => import('#web/workspace/HomePage.tsx')),
      'HomePage',
    ),
  ),
  page(
    '/mulai',
    lazyRouteComponent(
      wholly(() => import('#web/workspace/StartPage.tsx')),
      'StartPage',
    ),
  ),
  page('/inbox', inbox),
  page('/inbox/$id', inbox),
  page('/contacts', contacts),
  page(
    '/contacts/fields',
    lazyRouteComponent(
      wholly(() => import('#web/contact/field/FieldsPage.tsx')),
      'FieldsPage',
    ),
  ),
  page('/contacts/$id', contacts),
  page(
    '/flows',
    lazyRouteComponent(
      wholly(() => import('#web/flow/FlowsPage.tsx')),
      'FlowsPage',
    ),
  ),
  page(
    '/bots',
    lazyRouteComponent(
      wholly(() => import('#web/flow/BotsPage.tsx')),
      'BotsPage',
    ),
  ),
  page(
    '/import',
    lazyRouteComponent(
      wholly(() => import('#web/flow/ImportPage.tsx')),
      'ImportPage',
    ),
  ),
  page(
    '/flows/$id',
    lazyRouteComponent(
      wholly(() => import('#web/flow/BuilderPage.tsx')),
      'BuilderPage',
    ),
  ),
  page(
    '/templates',
    lazyRouteComponent(
      wholly(() => import('#web/whatsapp/TemplatesPage.tsx')),
      'TemplatesPage',
    ),
  ),
  page(
    '/templates/new',
    lazyRouteComponent(
      wholly(() => import('#web/whatsapp/NewTemplatePage.tsx')),
      'NewTemplatePage',
    ),
  ),
  page(
    '/sequences',
    lazyRouteComponent(
      wholly(() => import('#web/flow/SequencesPage.tsx')),
      'SequencesPage',
    ),
  ),
  page(
    '/sequences/$id',
    lazyRouteComponent(
      wholly(() => import('#web/flow/SequencePage.tsx')),
      'SequencePage',
    ),
  ),
  page('/templates/$id', template),
  page(
    '/segments',
    lazyRouteComponent(
      wholly(() => import('#web/broadcast/SegmentsPage.tsx')),
      'SegmentsPage',
    ),
  ),
  page(
    '/broadcasts',
    lazyRouteComponent(
      wholly(() => import('#web/broadcast/BroadcastsPage.tsx')),
      'BroadcastsPage',
    ),
  ),
  page(
    '/broadcasts/$id',
    lazyRouteComponent(
      wholly(() => import('#web/broadcast/BroadcastPage.tsx')),
      'BroadcastPage',
    ),
  ),
  page(
    '/channels',
    lazyRouteComponent(
      wholly(() => import('#web/whatsapp/ChannelsPage.tsx')),
      'ChannelsPage',
    ),
  ),
  page(
    '/costs',
    lazyRouteComponent(
      wholly(() => import('#web/policy/CostsPage.tsx')),
      'CostsPage',
    ),
  ),
  page(
    '/channels/facebook',
    lazyRouteComponent(
      wholly(() => import('#web/whatsapp/FacebookPage.tsx')),
      'FacebookPage',
    ),
  ),
  page(
    '/channels/verification',
    lazyRouteComponent(
      wholly(() => import('#web/whatsapp/VerificationPage.tsx')),
      'VerificationPage',
    ),
  ),
  page(
    '/simulator',
    lazyRouteComponent(
      wholly(() => import('#web/whatsapp/SimulatorPage.tsx')),
      'SimulatorPage',
    ),
  ),
  page(
    '/settings',
    lazyRouteComponent(
      wholly(() => import('#web/workspace/SettingsPage.tsx')),
      'SettingsPage',
    ),
  ),
])

/** The page is about to be left for the sign-in page: nothing is drawn in between. */
function waitForDoor(error: unknown): Promise<never> {
  if (isSignedOut(error)) return new Promise(() => {})
  throw error
}

export const router = createRouter({
  routeTree: routes,
  defaultPreload: 'intent',
  scrollRestoration: true,
  // A page that comes quickly shows no in-between picture.
  defaultPendingMs: 400,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
