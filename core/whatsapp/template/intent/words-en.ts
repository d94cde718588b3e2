import type { IntentWords } from '#core/whatsapp/template/intent/intent.ts'

/** The intents in English. */
export const INTENTS_EN: IntentWords = {
  ACCOUNT_UPDATE: {
    name: 'Account update',
    about: 'Tell customers about changes of their account or its settings.',
    situations: ['Preferences updated', 'Settings changed', 'Membership ended', 'Profile changed'],
    starter: {
      name: 'account_profile_changed',
      text: 'Hello {{1}}, the profile of your account at {{2}} was changed on {{3}}. Reply to this message if it was not you.',
      examples: ['Dewi', 'Kopi Senja', '5 October 2026'],
    },
  },
  ALERT_UPDATE: {
    name: 'Alert update',
    about: 'Send important news to customers.',
    situations: ['Service disturbed', 'Opening hours changed', 'Important news about a product they bought'],
    starter: {
      name: 'service_disturbance',
      text: 'Hello {{1}}, our {{2}} service is disturbed and your order may be late. You will hear from us before {{3}} today.',
      examples: ['Dewi', 'delivery', '3 pm'],
    },
  },
  APPOINTMENT_UPDATE: {
    name: 'Appointment update',
    about: 'Send confirmations, reminders and other news about appointments.',
    situations: ['Appointment changed', 'Place changed', 'Appointment cancelled'],
    starter: {
      name: 'appointment_reminder',
      text: 'Hello {{1}}, this reminds you of your appointment on {{2}} at {{3}}. Reply to this message to change it.',
      examples: ['Dewi', 'Monday, 5 October', '10 am'],
    },
  },
  AUTO_REPLY: {
    name: 'Auto-reply',
    about: 'Answer customers automatically at any time. Choose this when nothing else fits.',
    situations: [
      'Outside working hours',
      'Going on with a talk of more than 24 hours ago',
      'Question received',
    ],
    starter: {
      name: 'question_follow_up',
      text: 'Hello {{1}}, yesterday you asked about {{2}} and we have the answer. Reply to this message so that we can go on.',
      examples: ['Dewi', 'delivery to Bandung'],
    },
  },
  ISSUE_RESOLUTION: {
    name: 'Issue resolution',
    about: 'Answer questions, worries and feedback of customers about your business.',
    situations: [
      'Issue solved',
      'State of an issue changed',
      'Issue needs more information',
      'Informing about things such as working hours',
    ],
    starter: {
      name: 'complaint_solved',
      text: 'Hello {{1}}, your complaint number {{2}} is solved. Reply to this message if anything is still missing.',
      examples: ['Dewi', 'K-1001'],
    },
  },
  OTP: {
    name: 'One-time password',
    about: 'Send verification codes that let customers into their account safely.',
    situations: ['Signing in', 'Confirming a transaction', 'Changing the password'],
    starter: { name: 'verification_code', text: '', examples: [] },
  },
  PAYMENT_UPDATE: {
    name: 'Payment update',
    about: 'Send messages about a payment of the customer.',
    situations: ['Out of stock', 'Auction ended', 'State of a payment changed', 'Receipt'],
    starter: {
      name: 'payment_received',
      text: 'Hello {{1}}, we received your payment of {{2}} for order {{3}}. Thank you, we are preparing it now.',
      examples: ['Dewi', 'Rp45,000', 'KS-1001'],
    },
  },
  PERSONAL_FINANCE_UPDATE: {
    name: 'Personal finance update',
    about: 'Send messages about the personal finances of the customer.',
    situations: [
      'Reminder of a bill',
      'Reminder of a scheduled payment',
      'Receipt of a payment',
      'Transfer confirmed or changed',
      'Other transactions of financial services',
    ],
    starter: {
      name: 'bill_reminder',
      text: 'Hello {{1}}, your bill for {{2}} of {{3}} is due tomorrow. Ignore this message if you have paid it.',
      examples: ['Dewi', 'electricity', 'Rp250,000'],
    },
  },
  RESERVATION_UPDATE: {
    name: 'Reservation update',
    about: 'Send confirmations, reminders and other news about reservations.',
    situations: [
      'Place changed',
      'Cancellation confirmed',
      'Hotel booking cancelled',
      'Pick-up time of a rental car changed',
      'Room upgrade confirmed',
      'Travel plan changed',
    ],
    starter: {
      name: 'reservation_confirmed',
      text: 'Hello {{1}}, your reservation at {{2}} for {{3}} is confirmed. Please show this message when you arrive.',
      examples: ['Dewi', 'Hotel Senja', '5 October 2026'],
    },
  },
  SHIPPING_UPDATE: {
    name: 'Shipping update',
    about: 'Send news about the delivery of an order.',
    situations: ['Product sent', 'In transit', 'Product delivered', 'Delivery delayed'],
    starter: {
      name: 'order_shipped',
      text: 'Hello {{1}}, your order {{2}} is on its way with tracking number {{3}}. It should arrive in two to three days.',
      examples: ['Dewi', 'KS-1001', 'JNE123456'],
    },
  },
  TICKET_UPDATE: {
    name: 'Ticket update',
    about: 'Send news about tickets for events.',
    situations: [
      'Start of a concert changed',
      'Place of an event changed',
      'Show cancelled',
      'Refund available',
    ],
    starter: {
      name: 'concert_time_changed',
      text: 'Hello {{1}}, the start of {{2}} has moved to {{3}}. Your ticket stays valid.',
      examples: ['Dewi', 'Konser Senja', '7.30 pm'],
    },
  },
  TRANSPORTATION_UPDATE: {
    name: 'Transportation update',
    about: 'Send news about a journey of the customer.',
    situations: ['State of a flight changed', 'Journey cancelled', 'Journey begun', 'Arrived'],
    starter: {
      name: 'bus_ticket_sby',
      text: 'Hello {{1}}, your bus to {{2}} leaves at {{3}} from Bungurasih terminal. Please come thirty minutes earlier.',
      examples: ['Dewi', 'Surabaya', '7 am'],
    },
  },
}
