#include "client/rules.h"

namespace turnkeeper::client::rules {
namespace {

/// The stage as the name of an occasion, when it is mine and allows that.
std::string my_stage(const RoomView& view, std::string_view ability) {
  return view.running() && view.mine() && view.allows(ability) ? view.stage() : std::string();
}

std::string my_stage_named(const RoomView& view, const std::string& name) {
  return view.running() && view.mine() && view.stage_name() == name ? view.stage() : std::string();
}

std::string only_if(bool condition, std::string occasion) {
  return condition ? std::move(occasion) : std::string();
}

}  // namespace

Rule starts(std::size_t people, Pace pace) {
  return {"starts",
          [people](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool ours = view.phase() == "lobby" && !view.facilitated();
            return only_if(ours && view.seated_present() >= people, "lobby");
          },
          pace, [](ScriptedMember& me) { me.change("session.start"); }};
}

Rule says(std::string text, Pace pace) {
  return {"says",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool asked = view.running() && view.mine() && view.phase() == "check_in";
            return only_if(asked && !view.checked_in(), view.stage());
          },
          pace,
          [text = std::move(text)](ScriptedMember& me) {
            me.change("checkin.say", {{"text", text}});
          }};
}

Rule reviews(std::string note, Pace pace) {
  return {"reviews",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            if (!view.running() || !view.mine() || view.phase() != "check_in") return std::string();
            const auto open = view.my_open_reviews();
            return open.empty() ? std::string() : open.front();
          },
          pace,
          [note = std::move(note)](ScriptedMember& me) {
            Json params{{"action", me.view().my_open_reviews().front()}, {"status", "done"}};
            if (!note.empty()) params["note"] = note;
            me.change("action.review", std::move(params));
          }};
}

Rule ends_check_in(Pace pace) {
  return {"ends_check_in",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool mine = view.running() && view.mine() && view.phase() == "check_in";
            const bool finished = view.checked_in() && view.my_open_reviews().empty();
            return only_if(mine && finished && !view.move_pending(), view.stage());
          },
          pace, [](ScriptedMember& me) { me.move("stage.advance"); }};
}

Rule states(std::string challenge, std::string outcome, Pace pace) {
  return {"states",
          [](const ScriptedMember& me) {
            return only_if(!me.view().stated(), my_stage(me.view(), "state"));
          },
          pace,
          [challenge = std::move(challenge), outcome = std::move(outcome)](ScriptedMember& me) {
            Json params{{"text", challenge}};
            if (!outcome.empty()) params["outcome"] = outcome;
            me.change("challenge.state", std::move(params));
          }};
}

Rule moves_on_when_stated(Pace pace) {
  return {"moves_on_when_stated",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool opening = !view.allows("ask") && !view.allows("commit");
            const bool ready = view.stated() && !view.move_pending();
            return only_if(opening && ready, my_stage(view, "state"));
          },
          pace, [](ScriptedMember& me) { me.move("stage.advance"); }};
}

Rule calls_next(Pace pace) {
  return {"calls_next",
          [](const ScriptedMember& me) {
            const auto queue = me.view().queue();
            return queue.empty() ? std::string()
                                 : only_if(!my_stage(me.view(), "ask").empty(), queue.front());
          },
          pace, [](ScriptedMember& me) { me.change("hand.call"); }};
}

Rule commits(Commitment commitment, Pace pace) {
  return {"commits",
          [](const ScriptedMember& me) {
            return only_if(!me.view().committed(), my_stage(me.view(), "commit"));
          },
          pace,
          [commitment = std::move(commitment)](ScriptedMember& me) {
            me.change("action.add", {{"what", commitment.what},
                                     {"measure", commitment.measure},
                                     {"due", me.day_from_now(commitment.due_in_days)}});
          }};
}

Rule waives(std::string reason, Pace pace) {
  return {"waives",
          [](const ScriptedMember& me) {
            return only_if(!me.view().committed(), my_stage(me.view(), "commit"));
          },
          pace,
          [reason = std::move(reason)](ScriptedMember& me) {
            me.change("action.waive", {{"reason", reason}});
          }};
}

Rule moves_on_when_committed(Pace pace) {
  return {"moves_on_when_committed",
          [](const ScriptedMember& me) {
            const bool ready = me.view().committed() && !me.view().move_pending();
            return only_if(ready, my_stage(me.view(), "commit"));
          },
          pace, [](ScriptedMember& me) { me.move("stage.advance"); }};
}

Rule gives_back(std::string stage, Millis amount, Pace pace) {
  return {"gives_back",
          [stage = std::move(stage)](const ScriptedMember& me) {
            return my_stage_named(me.view(), stage);
          },
          pace,
          [amount](ScriptedMember& me) {
            me.change("time.give_back", {{"amount_ms", amount.count()}});
          }};
}

Rule extends(std::string stage, Millis amount, Pace pace) {
  return {"extends",
          [stage = std::move(stage)](const ScriptedMember& me) {
            const RoomView view = me.view();
            return only_if(view.running() && view.stage_name() == stage, view.stage());
          },
          pace,
          [amount](ScriptedMember& me) {
            me.move("time.extend", {{"amount_ms", amount.count()}});
          }};
}

Rule asks(Questions questions, std::size_t most_a_turn, double chance, Pace pace) {
  return {"asks",
          [most_a_turn](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool open = view.running() && view.allows("ask") && !view.mine();
            const std::size_t asked = view.my_entries();
            return only_if(open && asked < most_a_turn, view.stage() + "/" + std::to_string(asked));
          },
          pace,
          [questions = std::move(questions)](ScriptedMember& me) {
            const RoomView view = me.view();
            auto open = questions(view);
            std::erase_if(open, [&](const std::string& text) { return view.asked(text); });
            if (!open.empty()) me.change("question.ask", {{"text", me.one_of(open)}});
          },
          chance};
}

Rule raises_hand(double chance, Pace pace) {
  return {"raises_hand",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool open = view.running() && view.allows("ask") && !view.mine();
            return only_if(open && !view.my_hand_is_up(), view.stage());
          },
          pace, [](ScriptedMember& me) { me.change("hand.raise"); }, chance};
}

Rule reflects(std::string text, Pace pace) {
  return {"reflects",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool asked = view.running() && view.phase() == "closing" && view.seated();
            return only_if(asked && !view.reflected(), view.stage());
          },
          pace,
          [text = std::move(text)](ScriptedMember& me) {
            me.change("reflection.write", {{"text", text}});
          }};
}

Rule ends_closing(Pace pace) {
  return {"ends_closing",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool closing = view.running() && view.phase() == "closing";
            const bool ours = !view.facilitated() && !view.move_pending();
            return only_if(closing && ours && view.everyone_here_reflected(), view.stage());
          },
          pace, [](ScriptedMember& me) { me.move("stage.advance"); }};
}

Rule resumes(Pace pace) {
  return {"resumes",
          [](const ScriptedMember& me) {
            const RoomView view = me.view();
            const bool stuck = view.paused() && !view.holder_awaited() && view.phase() != "ended";
            return only_if(stuck, view.pause_since());
          },
          pace, [](ScriptedMember& me) { me.change("session.resume"); }};
}

Rule drops(std::string stage, Millis away_for, Pace pace) {
  return {"drops",
          [stage = std::move(stage)](const ScriptedMember& me) {
            return my_stage_named(me.view(), stage);
          },
          pace, [away_for](ScriptedMember& me) { me.room().drop(away_for); }};
}

}  // namespace turnkeeper::client::rules
