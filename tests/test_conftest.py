import socket

import pytest


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1"])
def test_connection_that_would_leave_the_machine_is_refused(address):
    with socket.socket() as connection, pytest.raises(AssertionError, match=r"stay on 127\.0\.0\.0/8"):
        connection.connect((address, 80))


def test_name_that_would_be_looked_up_outside_is_refused():
    with pytest.raises(AssertionError, match=r"stay on 127\.0\.0\.0/8"):
        socket.getaddrinfo("example.org", 80)


def test_connection_to_another_loopback_address_is_allowed():
    with socket.create_server(("127.0.1.1", 0)) as server, socket.socket() as connection:
        connection.connect(server.getsockname())

        assert server.getsockname() == connection.getpeername()
