import { useMutation } from '@tanstack/react-query'
import { LogIn } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button, type ButtonProps } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Leaves for Meta's dialog; it comes back to `/channels/facebook`. */
export function SignInButton({
  children,
  tone = 'primary',
  size,
}: Pick<ButtonProps, 'children' | 'tone' | 'size'>) {
  const say = useProblemWords()
  const start = useMutation(
    orpc.whatsapp.startOauth.mutationOptions({
      onSuccess: ({ url }) => location.assign(url),
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Button
      tone={tone}
      size={size}
      icon={<LogIn />}
      busy={start.isPending || start.isSuccess}
      onClick={() => start.mutate({})}
    >
      {children}
    </Button>
  )
}
