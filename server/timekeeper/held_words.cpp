#include "timekeeper/held_words.h"

#include <algorithm>

namespace turnkeeper::timekeeper {

HeldWords::HeldWords(const Session& session) {
  hold(session.entries);
  if (session.last_move) hold(session.last_move->before->entries);
  if (session.ending) hold(session.ending->before->entries);
  if (session.pending) hold(session.pending->reason);
  for (const auto& [member, check_in] : session.check_ins) hold(check_in.text);
  for (const auto& [member, challenge] : session.challenges) {
    hold(challenge.text);
    hold(challenge.outcome);
  }
  for (const auto& [id, action] : session.actions) {
    hold(action.what);
    hold(action.measure);
  }
  for (const auto& [member, waiver] : session.waivers) hold(waiver.reason);
  for (const auto& [id, item] : session.review) {
    hold(item.what);
    hold(item.measure);
    hold(item.note);
  }
  for (const auto& [member, text] : session.reflections) hold(text);
  std::sort(held_.begin(), held_.end());
}

bool HeldWords::contains(const WordsId& id) const {
  return std::binary_search(held_.begin(), held_.end(), std::string_view{id.value});
}

void HeldWords::hold(const std::optional<WordsId>& id) {
  if (id) hold(*id);
}

void HeldWords::hold(const std::vector<Entry>& entries) {
  for (const auto& entry : entries) hold(entry.text);
}

}  // namespace turnkeeper::timekeeper
