import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { PROFILE_MAX, type Profile, VERTICALS } from '#core/whatsapp/number/profile.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** What customers see of the business behind a number, read from Meta and kept there. */
export function ProfileDialog({ number, onClose }: { number: PhoneNumber | null; onClose: () => void }) {
  const t = useChannelWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const id = number?.id ?? ''
  const found = useQuery(orpc.whatsapp.profile.queryOptions({ input: { id }, enabled: number !== null }))
  return (
    <Dialog
      open={number !== null}
      onOpenChange={(open) => !open && onClose()}
      width="md"
      title={t('profileTitle', { number: number?.name || number?.display || '' })}
      description={t('profileText')}
    >
      {found.isPending && <Skeleton className="h-64" />}
      {found.isError && (
        <EmptyState
          title={say(found.error)}
          action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
        />
      )}
      {found.data && <ProfileForm key={id} id={id} profile={found.data} onDone={onClose} />}
    </Dialog>
  )
}

const SCHEME = 'https://'
const LONG = ['address', 'description'] as const
const SHORT = ['about', 'email'] as const

function ProfileForm({ id, profile, onDone }: { id: string; profile: Profile; onDone: () => void }) {
  const t = useChannelWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [form, setForm] = useState({ ...profile, websites: [...profile.websites, '', ''].slice(0, 2) })
  const save = useMutation(
    orpc.whatsapp.saveProfile.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(orpc.whatsapp.profile.queryKey({ input: { id } }), saved)
        toast(t('profileSaved'))
        onDone()
      },
    }),
  )
  const counted = (key: 'about' | 'address' | 'description' | 'email') => (
    <Counter value={form[key].length} max={PROFILE_MAX[key]} />
  )
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        const websites = form.websites.map((site) => site.trim()).filter((site) => site !== '')
        save.mutate({ ...form, id, websites })
      }}
    >
      {SHORT.map((key) => (
        <Field key={key} label={t(`profile_${key}`)} counter={counted(key)}>
          <TextInput
            value={form[key]}
            type={key === 'email' ? 'email' : 'text'}
            maxLength={PROFILE_MAX[key]}
            onChange={(value) => setForm({ ...form, [key]: value })}
          />
        </Field>
      ))}
      {LONG.map((key) => (
        <Field key={key} label={t(`profile_${key}`)} counter={counted(key)}>
          <Textarea
            value={form[key]}
            maxLength={PROFILE_MAX[key]}
            onChange={(value) => setForm({ ...form, [key]: value })}
          />
        </Field>
      ))}
      <div className="grid gap-4 sm:grid-cols-2">
        {form.websites.map((site, at) => (
          <Field key={at} label={t('profile_website', { number: at + 1 })}>
            <TextInput
              value={site}
              type="url"
              placeholder={SCHEME}
              onChange={(value) =>
                setForm({ ...form, websites: form.websites.map((one, n) => (n === at ? value : one)) })
              }
            />
          </Field>
        ))}
      </div>
      <Field label={t('profile_vertical')}>
        <Select
          value={form.vertical}
          onChange={(vertical) => setForm({ ...form, vertical })}
          options={VERTICALS.map((value) => ({ value, label: t(`vertical_${value}`) }))}
        />
      </Field>
      {save.isError && (
        <Banner tone="danger" role="alert">
          {say(save.error)}
        </Banner>
      )}
      <div className="flex justify-end">
        <Button type="submit" tone="primary" busy={save.isPending}>
          {base('save')}
        </Button>
      </div>
    </form>
  )
}
