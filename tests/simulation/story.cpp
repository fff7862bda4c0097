#include "tests/simulation/story.h"

#include "tests/property/transcript_words.h"

namespace turnkeeper::testing {

Coverage& Coverage::operator+=(const Coverage& other) {
  const auto add = [](Counts& here, const Counts& there) {
    for (const auto& [name, times] : there) here[name] += times;
  };
  add(events, other.events);
  add(refusals, other.refusals);
  add(faults, other.faults);
  add(clients, other.clients);
  simulated += other.simulated;
  return *this;
}

void Story::tell(std::string_view who, std::string_view what) {
  if (!told_) return;
  std::string line = clock_words(clock_.now(), ManualClock::kStart) + "  ";
  line.append(who).append("  ").append(what);
  lines_.push_back(std::move(line));
  if (lines_.size() > kLines) lines_.pop_front();
}

/// FNV-1a, of the time and the bytes.
void Story::note(std::string_view bytes) {
  const auto take = [this](std::uint64_t byte) {
    fingerprint_ = (fingerprint_ ^ byte) * 0x100000001b3U;
  };
  const auto now = static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
  for (unsigned shift = 0; shift < 64; shift += 8) take((now >> shift) & 0xffU);
  for (const char byte : bytes) take(static_cast<unsigned char>(byte));
}

void Story::broke(std::string sentence) {
  if (broken_) return;
  tell("BROKEN", sentence);
  broken_ = std::move(sentence);
}

std::string Story::lines() const {
  std::string all;
  for (const auto& line : lines_) all.append(line).append("\n");
  return all;
}

}  // namespace turnkeeper::testing
