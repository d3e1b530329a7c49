using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Notebooks.Kernel;

namespace ResearchLab.Notebooks.Tests.Kernel;

/// <summary>Messages as frames: what was written is read back, everything else is named and dropped.</summary>
public sealed class WireFormatTests
{
    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();

    [Fact]
    public void Write_KnownKeyAndMessage_SignsAsPythonDoes()
    {
        // hmac.new(b"secret", b'{"msg_type":"status"}' + b"{}" + b"{}" + b'{"execution_state":"busy"}', "sha256").hexdigest()
        IReadOnlyList<ReadOnlyMemory<byte>> frames = Format("secret")
            .Write(new WireMessage([], new JsonObject { ["msg_type"] = "status" }, [], [], new JsonObject { ["execution_state"] = "busy" }));
        Assert.Equal("fc7a322a1e38aeb0703f494f6e1fa197c383f96c9275e1c1626e8f0028007b75", Encoding.ASCII.GetString(frames[1].Span));
    }

    [Fact]
    public void ReadOfWrite_AnyText_IsTheSame() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !text.Any(char.IsSurrogate)), ArbMap.Default.ArbFor<NonNull<string>>(),
            (code, key) =>
        {
            var message = new WireMessage([[1, 2], []], new JsonObject { ["msg_type"] = "execute_request" }, [], [], new JsonObject { ["code"] = code });
            byte[][] frames = [.. Format(key.Get).Write(message).Select(frame => frame.ToArray())];
            WireMessage? read = Format(key.Get).Read(frames, out string? problem);
            return problem is null && read is not null && WireMessage.Text(read.Content, "code") == code && read.Identities.Count == 2;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261121UL, 1UL));

    [Fact]
    public void EmptyKey_SignsNothing_AndTakesOnlyUnsigned()
    {
        byte[][] frames = [.. Format("").Write(Message()).Select(frame => frame.ToArray())];
        Assert.Empty(frames[1]);
        Assert.NotNull(Format("").Read(frames, out _));
        frames[1] = "00"u8.ToArray();
        Assert.Null(Format("").Read(frames, out string? problem));
        Assert.Contains("signature", problem);
    }

    [Fact]
    public void EmptyKey_SameMessageTwice_IsReadTwice()
    {
        WireFormat format = Format("");
        byte[][] frames = [.. format.Write(Message()).Select(frame => frame.ToArray())];
        Assert.NotNull(format.Read(frames, out _));
        Assert.NotNull(format.Read(frames, out _));
    }

    [Fact]
    public void SameSignatureTwice_IsAReplay()
    {
        WireFormat format = Format("k");
        byte[][] frames = [.. format.Write(Message()).Select(frame => frame.ToArray())];
        Assert.NotNull(format.Read(frames, out _));
        Assert.Null(format.Read(frames, out string? problem));
        Assert.Contains("came before", problem);
    }

    [Theory]
    [InlineData(0, "no <IDS|MSG>")]
    [InlineData(1, "0 of 5 frames")]
    [InlineData(5, "4 of 5 frames")]
    public void Truncated_IsNamed(int frames, string said)
    {
        byte[][] whole = [.. Format("k").Write(Message()).Select(frame => frame.ToArray())];
        Assert.Null(Format("k").Read(whole[..frames], out string? problem));
        Assert.Contains(said, problem);
    }

    [Theory]
    [InlineData("{\"msg_type\":\"a\",\"msg_type\":\"b\"}")]
    [InlineData("{\"msg_type\":\"a\",\"username\":\"\\udfff\"}")]
    [InlineData("{\"msg_type\":\"a\"")]
    [InlineData("{\"msg_type\":null}")]
    [InlineData("\u00ff\u00fe")]
    [InlineData("[[[")]
    public void Header_ThatCannotComeBack_IsNamed(string header)
    {
        byte[][] frames = [s_delimiter, [], Encoding.Latin1.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray()];
        Assert.Null(Format("").Read(frames, out string? problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void RandomBytes_NeverThrow() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), frames =>
        {
            byte[][] parts = [s_delimiter, [], .. (frames ?? []).Select(frame => frame ?? [])];
            return Format("").Read(parts, out string? problem) is null == problem is not null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121UL, 3UL));

    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("a😀b", 1, 1)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 3, 4)]
    [InlineData("a😀b", 99, 4)]
    [InlineData("👩‍🚀x", 3, 5)]
    [InlineData("", 0, 0)]
    public void CodePoints_AndIndexes_MapBothWays(string text, int codePoints, int index)
    {
        Assert.Equal(index, CodePoints.ToIndex(text, codePoints));
        Assert.Equal(Math.Min(codePoints, text.EnumerateRunes().Count()), CodePoints.FromIndex(text, index));
    }

    private static WireFormat Format(string key) => new(Encoding.UTF8.GetBytes(key));

    private static WireMessage Message() => new([], new JsonObject { ["msg_type"] = "kernel_info_request", ["msg_id"] = "1" }, [], [], []);
}
