import type { Agenda } from '../core/protocol';

export const group75: Agenda = {
  name: 'group-75',
  title: '75 minutes',
  for_members: 6,
  total_s: 4500,
  check_in_s: 90,
  turn_s: 540,
  handover_s: 5,
  closing_s: 360,
  stages: [
    {
      id: 'challenge',
      title: 'Challenge',
      share: 20,
      allows: ['state'],
      asks: { holder: 'Say where you are stuck, and which outcome matters most.', others: 'Listen. Advice can wait.' },
      prompts: ['What makes it hard?', 'What have you tried?', 'What would be different?'],
    },
    {
      id: 'exploration',
      title: 'Exploration',
      share: 55,
      allows: ['state', 'ask'],
      asks: { holder: 'Answer, or take your time.', others: 'Ask to understand.' },
      prompts: ['Tell me more.', 'What happened next?', 'It sounds like …'],
    },
    {
      id: 'action',
      title: 'Action',
      share: 25,
      allows: ['state', 'commit'],
      needs: 'action',
      asks: { holder: 'What will you do next?', others: 'Help to make it one clear step.' },
      prompts: ['How will you know?', 'By when?', 'Who asks you about it?'],
    },
  ],
  floor_percent: 60,
  shortest_s: 360,
  closing_floor_percent: 50,
  growth_percent: 150,
  move_delay_s: 3,
};

export const quick15: Agenda = {
  ...group75,
  name: 'quick-15',
  title: '15 minutes',
  for_members: 4,
  total_s: 900,
  check_in_s: 20,
  turn_s: 165,
  handover_s: 3,
  closing_s: 60,
  shortest_s: 60,
};
