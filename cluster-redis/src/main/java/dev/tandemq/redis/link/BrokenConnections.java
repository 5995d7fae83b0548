package dev.tandemq.redis.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Deque;
import java.util.List;
import org.redisson.client.NettyHook;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.handler.CommandsQueue;
import org.redisson.client.protocol.QueueCommandHolder;

/**
 * Tells calls that were sent, and whose answer cannot come any more, as soon as their connection
 * breaks. The library fails only what it had not written yet, and lets the others wait until the
 * call time is over.
 *
 * <p>What was not written stays the library's: it was not sent. Both are told apart on the thread
 * of the connection, on which it is written to as well. Safe for concurrent use.
 */
final class BrokenConnections implements NettyHook {

  @Override
  public void afterBoostrapInitialization(Bootstrap bootstrap) {
    // Nothing to change.
  }

  @Override
  public void afterChannelInitialization(Channel channel) {
    // Before the library's own handlers, which forget what waits for an answer.
    channel.pipeline().addFirst(new Watch());
  }

  private static final class Watch extends ChannelInboundHandlerAdapter {

    @Override
    public void channelInactive(ChannelHandlerContext channel) throws Exception {
      Deque<QueueCommandHolder> calls = channel.channel().attr(CommandsQueue.COMMANDS_QUEUE).get();
      // Connections that listen have none.
      if (calls != null) {
        boolean isMade = RedisConnection.getFrom(channel.channel()).getConnectionPromise().isDone();
        for (QueueCommandHolder call : List.copyOf(calls)) {
          if (call.getChannelPromise().isSuccess()) {
            call.getCommand().tryFailure(isMade ? new AnswerLostException() : notMade());
          }
        }
      }
      super.channelInactive(channel);
    }

    /** Until it is made only the greeting is on it: whoever waits for it has sent nothing. */
    private static RedisException notMade() {
      return new RedisConnectionException("the connection broke while it was made");
    }
  }
}
