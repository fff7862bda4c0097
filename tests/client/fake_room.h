// A server for one client at a time, which says only what the test tells it to. It lives on the
// client's loop, so a test has one thread, and nothing to wait for but what it expects.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "client/address.h"
#include "client/loop.h"
#include "protocol/json.h"

namespace turnkeeper::test {

using protocol::Json;

class FakeRoom {
 public:
  explicit FakeRoom(client::Loop& loop);
  ~FakeRoom();

  client::Address address() const;

  /// The next request on the connection of the moment, whatever it is; an empty object if none
  /// comes in time.
  Json next_request();
  /// Answers `request`.
  void answer(const Json& request, const Json& result);
  void refuse(const Json& request, const std::string& reason);
  /// Tells without being asked.
  void notify(const std::string& method, const Json& params);
  void send(std::string text);

  /// Closes with a code and a sentence, or without a word.
  void close(std::uint16_t code, const std::string& reason = {});
  void cut();
  /// Answers the next upgrade with this status instead; 0: accepts again.
  void refuse_upgrades_with(int status);

  bool connected() const;
  int connections() const;  ///< so far
  /// Waits until the client's connection of the moment has ended. Whether it did.
  bool wait_for_end();

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace turnkeeper::test
