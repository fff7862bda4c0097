#include "app/demo_agenda.h"

#include <algorithm>
#include <cmath>

namespace turnkeeper::app {

using timekeeper::Agenda;
using timekeeper::Millis;

namespace {

Millis whole_seconds(Millis length, double speed) {
  const double seconds = static_cast<double>(length.count()) / 1000.0 / speed;
  return Millis{1000 * std::max<std::int64_t>(1, std::llround(seconds))};
}

}  // namespace

Agenda demo_agenda(const Agenda& agenda, int people, double speed) {
  const auto dealt = timekeeper::deal(agenda, static_cast<std::size_t>(people));
  Agenda faster = agenda;
  faster.name = "harbour-demo";
  faster.for_members = people;
  faster.check_in = whole_seconds(dealt.check_in, speed);
  faster.turn = whole_seconds(dealt.turns.back(), speed);
  faster.handover = whole_seconds(dealt.handover, speed);
  faster.closing = whole_seconds(dealt.closing, speed);
  faster.total = people * (faster.check_in + faster.turn + faster.handover) + faster.closing +
                 whole_seconds(dealt.reserve, speed);
  // Newcomers make the turns shorter than this agenda says, and are welcome all the same.
  faster.shortest = std::min(whole_seconds(agenda.shortest, speed), whole_seconds(faster.turn, 2));
  faster.overtime_block = whole_seconds(agenda.overtime_block, speed);
  faster.move_delay = whole_seconds(agenda.move_delay, speed);
  return faster;
}

}  // namespace turnkeeper::app
