#include "client/http_client.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace turnkeeper::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return text;
}

/// One request and its answer, step by step on a context of its own, so that one deadline covers
/// all steps.
class Exchange {
 public:
  Exchange(const Address& address, Request request, std::chrono::milliseconds patience)
      : request_(std::move(request)) {
    stream_.expires_after(patience);
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
    stream_.async_connect(endpoint, [this](beast::error_code error) { connected(error); });
  }

  Response perform() {
    context_.run();
    if (error_) throw HttpFailure(error_.message());
    return std::move(response_);
  }

 private:
  void connected(beast::error_code error) {
    if (failed(error)) return;
    http::async_write(stream_, request_, [this](beast::error_code written, std::size_t) {
      if (failed(written)) return;
      http::async_read(stream_, buffer_, response_,
                       [this](beast::error_code read, std::size_t) { failed(read); });
    });
  }

  bool failed(beast::error_code error) {
    if (error) error_ = error;
    return error.failed();
  }

  asio::io_context context_{1};
  beast::tcp_stream stream_{context_};
  beast::flat_buffer buffer_;
  Request request_;
  Response response_;
  beast::error_code error_;
};

}  // namespace

Json HttpAnswer::json() const {
  auto parsed = protocol::parse(body);
  if (const auto* fault = std::get_if<protocol::ParseFault>(&parsed)) throw HttpFailure(fault->why);
  return std::get<Json>(std::move(parsed));
}

HttpClient::HttpClient(Address address, std::chrono::milliseconds patience)
    : address_(std::move(address)), patience_(patience) {}

HttpAnswer HttpClient::request(const std::string& method, const std::string& target,
                               const std::string& bearer, const std::string& body,
                               const std::map<std::string, std::string>& headers) const {
  Request request;
  request.method_string(method);
  request.target(target);
  request.version(11);
  request.set(http::field::host, address_.text());
  request.set(http::field::connection, "close");
  if (!bearer.empty()) request.set(http::field::authorization, "Bearer " + bearer);
  if (!body.empty()) request.set(http::field::content_type, "application/json");
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = body;
  request.prepare_payload();

  try {
    const Response response = Exchange(address_, std::move(request), patience_).perform();
    HttpAnswer answer;
    answer.status = response.result_int();
    for (const auto& field : response) {
      answer.headers[lower(std::string(field.name_string()))] = std::string(field.value());
    }
    answer.body = response.body();
    return answer;
  } catch (const std::exception& failure) {
    throw HttpFailure(method + " " + address_.text() + ": " + failure.what());
  }
}

HttpAnswer HttpClient::get(const std::string& target, const std::string& bearer) const {
  return request("GET", target, bearer);
}

HttpAnswer HttpClient::post(const std::string& target, const Json& body,
                            const std::string& bearer) const {
  return request("POST", target, bearer, body.dump());
}

HttpAnswer HttpClient::patch(const std::string& target, const Json& body,
                             const std::string& bearer) const {
  return request("PATCH", target, bearer, body.dump());
}

}  // namespace turnkeeper::client
