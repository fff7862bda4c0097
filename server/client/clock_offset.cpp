#include "client/clock_offset.h"

namespace turnkeeper::client {

void ClockOffset::add(timekeeper::Instant sent, timekeeper::Instant received,
                      timekeeper::Instant server_now) {
  const auto round_trip = received - sent;
  if (round_trip_ && *round_trip_ <= round_trip) return;
  round_trip_ = round_trip;
  offset_ = server_now - (sent + round_trip / 2);
}

}  // namespace turnkeeper::client
