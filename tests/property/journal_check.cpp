#include "tests/property/journal_check.h"

#include "protocol/event_codec.h"
#include "protocol/state_codec.h"
#include "tests/property/checked_session.h"
#include "tests/property/ledger.h"
#include "timekeeper/held_words.h"

namespace turnkeeper::testing {

namespace {

using protocol::Audience;
using protocol::Json;

/// What one audience sees, kept up to date by patches alone.
class Screen {
 public:
  explicit Screen(Audience audience) : audience_(audience) {}

  void follow(const core::Session& session, const core::Wordbook& wordbook) {
    auto now = protocol::encode_state(session, wordbook, audience_);
    shown_.merge_patch(protocol::diff(state_, now));
    if (shown_ != now) throw Broken("a patch does not lead to the new state");
    state_ = std::move(now);
  }

 private:
  Audience audience_;
  Json state_ = Json::object();
  Json shown_ = Json::object();
};

/// Forgets, event by event, what the session does not hold on to, as a room does.
void forget(core::Wordbook& kept, const core::Session& session) {
  const core::HeldWords held(session);
  std::erase_if(kept.words, [&](const auto& words) { return !held.contains(words.first); });
}

void check_nothing_shown_is_forgotten(const core::Session& session, const core::Wordbook& all,
                                      const core::Wordbook& kept) {
  if (kept.words.size() == all.words.size()) return;
  if (protocol::encode_state(session, kept, Audience::room) !=
      protocol::encode_state(session, all, Audience::room)) {
    throw Broken("a text is forgotten that is shown, or shown again");
  }
}

/// All that can be shown, by what the texts are: now, and where a move or an end is taken back.
std::string texts_of(core::Session session, const core::Wordbook& all) {
  std::string texts = protocol::encode_state(session, all, Audience::room).dump();
  if (session.pending && session.pending->reason) texts += all.text(*session.pending->reason) + '"';
  for (const auto* before : {session.last_move ? &*session.last_move->before : nullptr,
                             session.ending ? &*session.ending->before : nullptr}) {
    if (before == nullptr) continue;
    session.entries = before->entries;
    texts += protocol::encode_state(session, all, Audience::room).dump();
  }
  return texts;
}

void check_nothing_outlives_its_use(const core::Session& session, const core::Wordbook& kept) {
  const auto texts = texts_of(session, kept);
  for (const auto& [id, text] : kept.words) {
    // Closed by what ends a JSON string, so that no text is found in another.
    if (texts.find(text + '"') == std::string::npos) {
      throw Broken("the text of " + id.value + " is kept, and can be shown nowhere");
    }
  }
}

core::EventBody read_back(const core::EventBody& body) {
  const auto text = protocol::journal_data(body).dump();
  return protocol::decode_event(protocol::event_name(body), Json::parse(text));
}

}  // namespace

void check_journal(const std::vector<core::Event>& events) {
  core::Session live;
  core::Session replayed;
  core::Wordbook all;
  core::Wordbook kept;
  Ledger ledger;
  Screen room(Audience::room);
  Screen display(Audience::display);
  for (const auto& event : events) {
    core::apply(live, event);
    const core::Event back{event.at, event.by, read_back(event.body)};
    core::apply(replayed, back);
    if (live != replayed) throw Broken("the journal, read back, leads elsewhere");
    ledger.enter(back);
    if (auto fault = ledger.disagreement(live)) throw Broken("in the journal " + *fault);
    for (const auto& id : protocol::words_of(event.body)) {
      all.words[id] = kept.words[id] = "words " + id.value;
    }
    forget(kept, live);
    check_nothing_shown_is_forgotten(live, all, kept);
    check_nothing_outlives_its_use(live, kept);
    room.follow(live, all);
    display.follow(live, all);
  }
}

}  // namespace turnkeeper::testing
