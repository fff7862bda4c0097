// A whole server without its sockets: a real store in a folder of its own, real rooms, and a clock
// that stands until a test moves it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/api.h"
#include "protocol/json.h"
#include "store/database.h"
#include "store/session_archive.h"
#include "store/session_journal.h"
#include "store/store_error.h"
#include "support/manual_alarm.h"
#include "support/manual_clock.h"
#include "support/recording_outbox.h"

namespace turnkeeper::api {

using protocol::Json;

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Runs what other threads post, when a test waits for something.
class Pump {
 public:
  store::Writer::Post post();
  /// Fails the test if that takes unreasonably long.
  void run_until(const std::function<bool()>& done);
  /// The next, once it is there.
  void run_next();

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::function<void()>> posted_;
};

struct Reply {
  int status = 0;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  Json json() const { return Json::parse(body); }
  /// The last part of a problem's type; empty if this is none.
  std::string reason() const;
  std::string field() const;
  std::string header(const std::string& name) const;
};

Reply reply_of(const net::HttpResponse& response);

/// A circle as its creator got it.
struct Founded {
  std::string circle;
  std::string session;
  std::string invite;
  std::string facilitator;
  std::string coordinator;
  std::string display;
};

struct Seat {
  std::string member;
  std::string token;
};

/// What is on disk, unless the disk cannot be read just now.
class Shelf : public rooms::Archive {
 public:
  explicit Shelf(store::Reader& reader) : archive_(reader) {}

  void open(const core::SessionId& session, Opened opened) override {
    if (!unreadable) return archive_.open(session, std::move(opened));
    opened(rooms::Outcome<std::optional<rooms::Opening>>::failed(
        std::make_exception_ptr(store::StoreError("The disk cannot be read."))));
  }

  bool unreadable = false;

 private:
  store::SessionArchive archive_;
};

class ApiHouse {
 public:
  explicit ApiHouse(std::optional<std::string> create_token = std::nullopt);

  net::HttpRequest request(std::string method, std::string path, std::string token = "",
                           std::string body = "") const;
  /// Answers, once the disk has said its word.
  Reply send(const net::HttpRequest& request);
  Reply get(std::string path, std::string token = "");
  Reply post(std::string path, std::string token, const Json& body = Json::object());
  Reply put(std::string path, std::string token, const Json& body);
  Reply patch(std::string path, std::string token, const Json& body);

  Founded found(const Json& body = {{"name", "Harbour"}});
  /// Takes a place; fails the test if there is none.
  Seat take_place(const Founded& circle, const std::string& name, const std::string& as = "member");

  /// Writes an event into a journal, a circle's or a session's, that nobody can read.
  void spoil(const std::string& stream, store::StreamKind kind, const std::string& type);

  /// Somebody in the room asks for something; the answer, once it is on disk.
  rooms::Answer in_room(const std::string& session, const std::string& member,
                        core::CommandBody command);
  /// What the door says.
  std::optional<net::Pass> admit(const std::string& session, const std::string& token);
  void connect(const std::string& session, const std::string& member);
  rooms::Room& room(const std::string& session);
  /// Time passes in the room, and everything that it does is on disk.
  void pass(const std::string& session, core::Millis length);

  TemporaryFolder folder;
  testing::ManualClock clock;
  testing::ManualAlarm alarm{clock};
  store::Database database;
  Pump pump;
  /// Called on the reader's thread before it posts an answer.
  std::function<void()> before_answer = [] {};
  std::atomic<std::chrono::steady_clock::time_point> reader_time{std::chrono::steady_clock::now()};
  std::optional<store::Writer> writer;  ///< so that a test can take it away
  store::Queries queries;               ///< for a test to look at what is there
  std::optional<store::Reader> reader;
  store::SessionJournal journal;
  Shelf archive;
  testing::RecordingOutboxes outboxes;
  rooms::Registry rooms;
  net::Attempts attempts;
  net::Metrics metrics;
  std::vector<std::string> closed_displays;
  std::vector<std::string> logged;
  Api api;
};

/// Four minutes for two, with nothing but the action stage in a turn.
Json short_agenda();

}  // namespace turnkeeper::api
