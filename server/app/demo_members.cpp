#include "app/demo_members.h"

#include <algorithm>
#include <string>

#include "client/rules.h"

namespace turnkeeper::app {
namespace {

using namespace std::chrono_literals;
namespace rules = client::rules;

constexpr double kAsks = 0.45;  ///< how likely one asks in somebody's turn, and then asks again
constexpr double kRaisesHand = 0.2;
constexpr std::size_t kMostEntries = 2;  ///< of one person in a turn

const Topic& topic_of(const Persona& persona, int session_number) {
  return persona.topics[static_cast<std::size_t>(session_number + 1) % persona.topics.size()];
}

/// What one might ask whoever holds the turn: about their topic, if it is one of us, else what one
/// can always ask.
std::vector<std::string> questions_for(const std::string& holder, int session_number) {
  for (const Persona& persona : harbour_circle()) {
    if (persona.name != holder) continue;
    const Topic& topic = topic_of(persona, session_number);
    return {topic.questions.begin(), topic.questions.end()};
  }
  return {"What outcome matters most?", "What have you tried so far?",
          "What makes it hard right now?", "What would be the smallest first step?",
          "Who could help?"};
}

}  // namespace

std::vector<client::Rule> rules_of(const Persona& persona, int session_number, bool starts,
                                   client::Millis lobby) {
  const Topic& topic = topic_of(persona, session_number);
  const Topic& last_topic = topic_of(persona, session_number + 1);
  const auto text = [](std::string_view words) { return std::string(words); };
  const auto questions = [session_number](const client::RoomView& view) {
    return questions_for(view.name_of(view.holder()), session_number);
  };
  std::vector<client::Rule> all{
      rules::reviews(text(last_topic.learned), {1500ms, 3s}),
      rules::says(text(topic.arrives), {3s, 6s}),
      rules::ends_check_in({2s, 4s}),
      rules::states(text(topic.challenge), text(topic.outcome), {4s, 8s}),
      rules::moves_on_when_stated({4s, 7s}),
      rules::calls_next({5s, 11s}),
      rules::asks(questions, kMostEntries, kAsks, {3s, 25s}),
      rules::raises_hand(kRaisesHand, {4s, 30s}),
      rules::commits({text(topic.action), text(topic.measure), topic.due_in_days}, {6s, 11s}),
      rules::moves_on_when_committed({4s, 7s}),
      rules::reflects(text(topic.takeaway), {4s, 25s}),
  };
  if (starts) {
    all.push_back(rules::starts(harbour_circle().size(), {lobby, lobby}));
    all.push_back(rules::resumes({20s, 20s}));
    all.push_back(rules::ends_closing({6s, 9s}));
  }
  return all;
}

}  // namespace turnkeeper::app
