// A house around the network floor: a session of four, a journal in memory, time that a test moves,
// a door with a few keys.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "net/room_dispatch.h"
#include "net/server.h"
#include "tests/net/web_folder.h"
#include "tests/support/manual_alarm.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_archive.h"
#include "tests/support/memory_journal.h"

namespace turnkeeper::testing {

/// Opens with tokens that a test has given out, and for the one session that there is.
class FakeGatekeeper : public net::Gatekeeper {
 public:
  /// At once, or when a test lets it.
  void admit(const core::SessionId& session, const std::string& token, Admitted admitted) override;

  void give(const std::string& token, net::Pass pass) { passes_[token] = std::move(pass); }
  void take(const std::string& token) { passes_.erase(token); }
  /// The same tokens open it.
  void know(const core::SessionId& session) { sessions_.insert(session); }
  void fail_next() { fails_ = true; }
  /// There is no memory to ask it anything, once.
  void forget_next() { forgets_ = true; }

  /// From now on nobody is answered before `answer_next`.
  void take_time() { takes_time_ = true; }
  /// Answers whoever has asked first. REQUIRES: somebody waits.
  void answer_next();
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Question {
    core::SessionId session;
    std::string token;
    Admitted admitted;
  };

  std::optional<net::Pass> pass_for(const Question& question);

  std::map<std::string, net::Pass, std::less<>> passes_;
  std::set<core::SessionId> sessions_{{"s1"}};
  bool fails_ = false;
  bool forgets_ = false;
  bool takes_time_ = false;
  std::deque<Question> waiting_;
};

struct House {
  House();

  inline static const core::SessionId kSession{"s1"};
  /// Seated members m1 to m4 of the session, whose tokens are their ids; a facilitator "f", an
  /// observer "o" and a display "d", who are known to the door alone.
  static constexpr int kMembers = 4;

  net::RoomPorts ports();
  /// nullptr if there is none. REQUIRES: the archive takes no time.
  rooms::Room* find_room(const core::SessionId& session = kSession);

  net::EventLoop loop;
  ManualClock clock;
  ManualAlarm alarm{clock};
  net::Metrics metrics;
  MemoryJournal journal;
  MemoryArchive archive{journal};
  net::Channels channels{"epoch-1", "server-1", metrics};
  rooms::Registry rooms{clock, alarm, journal, archive, channels};
  FakeGatekeeper gatekeeper;
  net::Attempts attempts{clock};
  std::vector<std::string> log;        ///< from info up
  std::vector<std::string> debug_log;  ///< the rest
};

/// The house with a server on a free port of 127.0.0.1, or where the options say.
struct OpenHouse : House {
  explicit OpenHouse(net::ServerOptions options = {});

  /// Runs the loop, and the journal beside it, until `done` holds; false when `patience` is over.
  bool until(const std::function<bool()>& done,
             std::chrono::milliseconds patience = std::chrono::seconds{5});

  WebFolder web;
  std::vector<net::HttpRequest> requests;  ///< that reached the handler
  net::HttpResponse answer;                ///< of the handler, for each
  bool short_of_memory = false;
  std::unique_ptr<net::Server> server;
};

}  // namespace turnkeeper::testing
