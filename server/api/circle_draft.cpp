#include "api/circle_draft.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "api/refusal.h"
#include "protocol/circle_codec.h"
#include "rooms/registry.h"
#include "store/tokens.h"

namespace turnkeeper::api {
namespace {

store::Record record_of(const core::CircleEvent& event, const std::vector<core::Words>& all) {
  store::Record record;
  record.at = event.at;
  record.type = protocol::event_name(event.body);
  record.by = event.by;
  record.data = protocol::journal_data(event.body).dump();
  for (const core::WordsId& id : protocol::words_of(event.body)) {
    const auto words = std::find_if(all.begin(), all.end(),
                                    [&](const core::Words& each) { return each.id == id; });
    if (words != all.end()) record.words.push_back(*words);
  }
  return record;
}

void apply(core::Circle& circle, const core::CircleId& id, const store::StoredRecord& record) {
  try {
    core::apply(circle,
                {record.at, record.by,
                 protocol::decode_circle_event(record.type, protocol::Json::parse(record.data))});
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw rooms::DamagedJournal("Event " + std::to_string(record.seq) + " of the circle " +
                                id.value + " cannot be read: " + error.what());
  }
}

}  // namespace

LoadedCircle load_circle(store::Queries& queries, const core::CircleId& circle) {
  LoadedCircle loaded;
  for (const store::StoredRecord& record : queries.records(circle.value)) {
    apply(loaded.circle, circle, record);
    loaded.seq = record.seq;
  }
  return loaded;
}

CircleDraft::CircleDraft(core::CircleId id, Load load, core::Instant now)
    : load_(std::move(load)), now_(now) {
  own_.kind = store::StreamKind::circle;
  own_.stream = id.value;
  own_.circle = std::move(id);
}

core::Circle& CircleDraft::loaded() {
  if (!loaded_) {
    loaded_ = load_();
    own_.expected_seq = loaded_->seq;
  }
  return loaded_->circle;
}

core::CircleDecision CircleDraft::decide(core::CircleCommandBody command,
                                         const std::optional<core::MemberId>& by) {
  core::Circle& circle = loaded();
  auto outcome = core::decide_circle(circle, {by, std::move(command)}, now_);
  if (const auto* rejection = std::get_if<core::CircleRejection>(&outcome)) {
    throw refused(rejection->reason);
  }
  auto decision = std::get<core::CircleDecision>(std::move(outcome));
  for (const core::CircleEvent& event : decision.events) {
    core::apply(circle, event);
    own_.records.push_back(record_of(event, decision.words));
  }
  return decision;
}

std::string CircleDraft::issue(store::CredentialKind kind, const core::MemberId& member) {
  std::string token = store::make_token();
  own_.credentials.push_back({store::hash_of_token(token), kind, member, now_, std::nullopt});
  return token;
}

void CircleDraft::revoke(store::CredentialKind kind) {
  own_.revocations.push_back({kind, core::MemberId{}, now_});
}

void CircleDraft::add(store::StreamAppend stream) { others_.push_back(std::move(stream)); }

std::vector<store::StreamAppend> CircleDraft::appends() const {
  std::vector<store::StreamAppend> appends = others_;
  if (!own_.records.empty() || !own_.credentials.empty() || !own_.revocations.empty()) {
    appends.insert(appends.begin(), own_);
  }
  return appends;
}

}  // namespace turnkeeper::api
