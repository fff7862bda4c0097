// A small HTTP client that waits for its answers: what a program needs to start a circle and to
// read what is left.
#pragma once

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>

#include "client/address.h"
#include "protocol/json.h"

namespace turnkeeper::client {

using protocol::Json;

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  /// REQUIRES: a JSON body; throws HttpFailure for any other.
  Json json() const;
};

/// The server could not be reached, or what came was no HTTP. Holds a sentence.
struct HttpFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class HttpClient {
 public:
  explicit HttpClient(Address address,
                      std::chrono::milliseconds patience = std::chrono::seconds{10});

  /// Each request has a connection of its own. Throws HttpFailure, also when `patience` is over.
  HttpAnswer request(const std::string& method, const std::string& target,
                     const std::string& bearer = {}, const std::string& body = {},
                     const std::map<std::string, std::string>& headers = {}) const;

  HttpAnswer get(const std::string& target, const std::string& bearer = {}) const;
  HttpAnswer post(const std::string& target, const Json& body,
                  const std::string& bearer = {}) const;
  HttpAnswer patch(const std::string& target, const Json& body, const std::string& bearer) const;

  const Address& address() const { return address_; }

 private:
  Address address_;
  std::chrono::milliseconds patience_;
};

}  // namespace turnkeeper::client
