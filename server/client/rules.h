// What people do in a session, one rule each: the vocabulary of scripted members.
#pragma once

#include <string>
#include <vector>

#include "client/scripted_member.h"

namespace turnkeeper::client::rules {

/// Somebody's commitment, and when it is due.
struct Commitment {
  std::string what;
  std::string measure;
  int due_in_days = 7;
};

/// Starts the session when `people` with a seat are here. Leaves it to a facilitator, if there is
/// one.
Rule starts(std::size_t people, Pace pace);
/// Says how they arrive, when it is their check-in.
Rule says(std::string text, Pace pace);
/// Answers for the actions of last time in the check-in: done, with a note of what was learned if
/// it is not empty.
Rule reviews(std::string note, Pace pace);
/// Ends their own check-in once they have said how they arrive.
Rule ends_check_in(Pace pace);

/// As holder: writes down the challenge.
Rule states(std::string challenge, std::string outcome, Pace pace);
/// As holder: once the challenge is stated, moves on to where others ask.
Rule moves_on_when_stated(Pace pace);
/// As holder: gives the word to the first in the queue, and after a while to the next.
Rule calls_next(Pace pace);
/// As holder: commits to an action.
Rule commits(Commitment commitment, Pace pace);
/// As holder: leaves the turn without an action, and says why.
Rule waives(std::string reason, Pace pace);
/// As holder: ends the turn once there is an action or a waiver.
Rule moves_on_when_committed(Pace pace);
/// As holder, in the stage of that name: gives back so much of it.
Rule gives_back(std::string stage, Millis amount, Pace pace);
/// As facilitator: makes the stage of that name longer, whoever holds it.
Rule extends(std::string stage, Millis amount, Pace pace);

/// What one might ask, as things stand.
using Questions = std::function<std::vector<std::string>(const RoomView&)>;
/// In others' turns: asks one of `questions` that nobody has asked yet, at most so many a turn.
Rule asks(Questions questions, std::size_t most_a_turn, double chance, Pace pace);
/// In others' turns: raises a hand.
Rule raises_hand(double chance, Pace pace);

/// Writes a takeaway in the closing.
Rule reflects(std::string text, Pace pace);
/// Ends the session once they have written their own takeaway, and everyone who is here has.
Rule ends_closing(Pace pace);

/// Goes on after a pause that nobody ends; for a holder who dropped the clock waits by itself.
Rule resumes(Pace pace);
/// Loses the network in the stage of that name of their own turn, and is back after `away_for` of
/// real time.
Rule drops(std::string stage, Millis away_for, Pace pace);

}  // namespace turnkeeper::client::rules
