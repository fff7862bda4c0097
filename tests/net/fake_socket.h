// A FrameSocket of paper: keeps what was sent to it.
#pragma once

#include <optional>
#include <vector>

#include "net/frame_socket.h"
#include "protocol/json.h"

namespace turnkeeper::testing {

struct FakeSocket : net::FrameSocket {
  void send(net::Frame frame) override { keep(frame); }
  void send_reply(net::Frame frame) override { keep(frame); }
  void close(protocol::CloseCode code) override {
    if (!closed) closed = code;
  }

  /// The notifications of a method, in order; with "" the answers.
  std::vector<protocol::Json> all(std::string_view method) const {
    std::vector<protocol::Json> found;
    for (const auto& message : messages) {
      if (message.value("method", "") == method) found.push_back(message);
    }
    return found;
  }
  /// What was said last; null if nothing was.
  const protocol::Json& last() const {
    static const protocol::Json nothing;
    return messages.empty() ? nothing : messages.back();
  }

  std::vector<protocol::Json> messages;
  std::vector<net::Frame> frames;
  std::optional<protocol::CloseCode> closed;

 private:
  void keep(const net::Frame& frame) {
    if (closed) return;
    frames.push_back(frame);
    messages.push_back(protocol::Json::parse(*frame));
  }
};

}  // namespace turnkeeper::testing
